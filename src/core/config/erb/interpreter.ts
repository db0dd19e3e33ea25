import { atHand } from "./at-hand.ts";

/**
 * The Ruby that runs the code of templates in one process, as Kamal does: what one sets the next one sees. For each it
 * prints which pieces came out, and with which text. Only the report goes to standard output, whatever a template prints.
 * The file is named (erb), as `require_relative` then looks in the working directory, as with Kamal.
 */
export const interpreter = String.raw`
require "json"

${atHand}
class LandfallOutput
  attr_reader :filled, :current

  def initialize
    @filled = []
    @last = 0
  end

  def keep(piece)
    @filled << [piece]
  end

  def tag(piece)
    @current = @last = piece
    @command = $?
    self
  end

  def fill(text)
    ended = $?
    if text.strip.empty? && ended && !ended.success? && !ended.equal?(@command)
      raise "its command ended with exit code #{ended.exitstatus} and printed nothing"
    end
    @current = nil
    self << text
  end

  def <<(text)
    @filled << [@last, LandfallInterpreter.utf8(text)]
    self
  end
end

module LandfallInterpreter
  def self.utf8(text)
    text.to_s.dup.force_encoding(Encoding::UTF_8).scrub
  end

  def self.run(codes)
    LandfallLibraries.offer(codes)
    before = ENV.to_h
    files = codes.each_with_index.map { |code, file| fill(code, file) }
    after = ENV.to_h
    changed = (before.keys | after.keys).reject { |name| before[name] == after[name] }
    { files: files, env: changed.map { |name| [utf8(name), after[name] && utf8(after[name])] }.to_h }
  rescue Exception => error
    { failed: failure(error) }
  end

  def self.fill(code, file)
    @file = file
    @output = LandfallOutput.new
    scope = TOPLEVEL_BINDING.dup
    scope.local_variable_set(:_erbout, @output)
    scope.eval(code, "(erb)", 1)
    @output.filled
  end

  def self.failure(error)
    place = (error.backtrace_locations || []).find { |location| location.path == "(erb)" }
    line = place ? place.lineno : error.message[/\(erb\):(\d+)/, 1].to_i
    { file: @file, line: line, tag: @output.current, kind: error.class.name.to_s, message: utf8(message(error)),
      variable: error.is_a?(KeyError) && ENV.equal?(receiver(error)) ? utf8(error.key) : nil }
  end

  # Ruby's own words show the receiver, which may be the value of a variable.
  def self.message(error)
    return error.message unless error.is_a?(NoMethodError)
    seen = receiver(error)
    "undefined method '#{error.name}' for #{seen.nil? ? "nil" : seen.class}"
  end

  def self.receiver(error)
    error.receiver
  rescue ArgumentError
    nil
  end
end

report = STDOUT.dup
STDOUT.reopen(STDERR)
report.write(JSON.generate(LandfallInterpreter.run(JSON.parse(DATA.read.force_encoding("UTF-8")))))
report.close
`;
