import ConsentTranslation
import Foundation

/// Text that a command line names.
enum PayloadText {
    /// The text itself, that of `@FILE`, or with `-` that of standard input.
    static func text(of argument: String) throws -> String {
        if argument == "-" {
            return try text(of: FileHandle.standardInput.readDataToEndOfFile(), name: "standard input")
        }
        guard argument.hasPrefix("@") else { return argument }
        let path = String(argument.dropFirst())
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw UsageError("The file \(path) cannot be read.")
        }
        return try text(of: contents, name: "the file \(path)")
    }

    /// The text of a file, without the line end that files and pipes have.
    ///
    /// Compressed files (gzip) are unfolded, and property lists, which is what apps of Apple's systems keep their
    /// preferences in, are read as the JSON object that an adapter of storages expects.
    private static func text(of contents: Data, name: String) throws -> String {
        var bytes = Array(contents)
        if Gzip.begins(bytes) {
            do {
                bytes = try Gzip.inflated(bytes, path: name)
            } catch {
                throw UsageError("Of \(name): \(error.message)")
            }
        }
        if PropertyListText.begins(bytes) { return try PropertyListText.json(bytes, name: name) }
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
