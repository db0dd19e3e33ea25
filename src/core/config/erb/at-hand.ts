/** In Ruby: what a template finds without asking for it, since Kamal has loaded it, as far as such files use it. */
export const atHand = `
module LandfallLibraries
  NAMES = {
    YAML: "yaml", URI: "uri", Pathname: "pathname", ERB: "erb", Set: "set", SecureRandom: "securerandom", Base64: "base64",
    FileUtils: "fileutils", Shellwords: "shellwords", Open3: "open3", Tempfile: "tempfile", Date: "date"
  }

  # Loading takes its time, so it waits for the first use; URI() is a method, for which nothing can wait.
  def self.offer(codes)
    NAMES.each do |name, library|
      Object.autoload(name, library)
      require library if codes.any? { |code| code.include?("#{name}(") }
    end
    offer_dotenv if codes.any? { |code| code.include?("Dotenv") }
  end

  # It comes with Kamal. Where it is missing, files of variables that are not there can still be passed over, as it does.
  def self.offer_dotenv
    require "dotenv"
  rescue LoadError
    Object.const_set(:Dotenv, MissingDotenv)
    $LOADED_FEATURES << "dotenv.rb"
  end

  module MissingDotenv
    def self.load(*files)
      files = [".env"] if files.empty?
      found = files.flatten.find { |file| File.exist?(file) }
      found ? raise(LoadError, "cannot load such file -- dotenv, which it takes to read #{found}") : {}
    end

    def self.method_missing(*)
      raise LoadError, "cannot load such file -- dotenv"
    end
  end
end

class Object
  def blank?; respond_to?(:empty?) ? !!empty? : !self; end
  def present?; !blank?; end
  def presence; self if present?; end
  def in?(others); others.include?(self); end
  def try(name = nil, *rest, &block)
    return instance_eval(&block) if name.nil?
    public_send(name, *rest, &block) if respond_to?(name)
  end
end
class NilClass
  def try(*); end
end
class String
  def blank?; strip.empty?; end
  def squish; strip.gsub(/[[:space:]]+/, " "); end
end

module Kamal
  module Utils
    def self.docker_arch
      named = %x(docker info --format '{{.Architecture}}').strip
      return "arm64" if named.include?("aarch64")
      named.include?("x86_64") ? "amd64" : named
    end
  end
end
`;
