/** As in package.json. */
export const landfallVersion = "0.1.0";
