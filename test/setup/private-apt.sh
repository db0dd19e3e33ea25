# To be sourced: gives apt a configuration of its own in a directory, so that the machine's sources, pins and package lists stay as
# they are. The directory's sources.list and preferences are the caller's to write.
private_apt() {
  mkdir -p "$1/parts" "$1/lists/partial" "$1/archives/partial"
  : >>"$1/preferences"
  cat >"$1/apt.conf" <<CONF
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "$1/parts";
Dir::Etc::preferences "$1/preferences";
Dir::Etc::preferencesparts "$1/parts";
Dir::State::lists "$1/lists";
Dir::Cache::archives "$1/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
CONF
  export APT_CONFIG=$1/apt.conf
}
