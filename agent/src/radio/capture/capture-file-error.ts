/** A capture that cannot be read at all: absent, not readable, or of another format. One line, for the person who named the file. */
export class CaptureFileError extends Error {
  override readonly name = "CaptureFileError";
}
