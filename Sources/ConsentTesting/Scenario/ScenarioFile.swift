import ConsentAdapters
import Foundation

/// One scenario file while it is read: its keys, and the folder of the files that it may name.
///
/// Whatever does not fit is reported and read as nothing, so that reading goes on and finds the next mistake.
struct ScenarioFile {
    /// The keys at the top.
    let top: YAMLMapping
    /// The folder's path with its last slash, as the caller wrote it; empty for the working folder.
    private let folder: Substring

    var sink: DiagnosticSink { top.sink }

    private static let keys = ["scenario", "about", "extends", "routes", "faults", "collections"]

    /// Takes a scenario's text. `file` is its name in messages, and says where the files are that it names.
    init(yaml: String, file: String) throws(DiagnosticsError) {
        let root = try YAMLNode.document(yaml, file: file)
        let sink = DiagnosticSink(file: file)
        guard let top = YAMLMapping(root, "the scenario", keys: Self.keys, sink: sink) else {
            throw DiagnosticsError(diagnostics: sink.diagnostics)
        }
        self.top = top
        folder = file.lastIndex(of: "/").map { file[...$0] } ?? ""
    }

    /// Opens a scenario file.
    init(contentsOf path: String) throws(DiagnosticsError) {
        let data: Data
        do {
            data = try Self.read(path)
        } catch {
            throw DiagnosticsError(unreadable: path, error.sentence)
        }
        try self.init(data, file: path)
    }

    private init(_ data: Data, file: String) throws(DiagnosticsError) {
        guard let text = String(data: data, encoding: .utf8) else {
            throw DiagnosticsError(unreadable: file, "The file is not UTF-8 text.")
        }
        try self.init(yaml: text, file: file)
    }

    /// The scenario that this one extends, if it does.
    ///
    /// - Throws: `DiagnosticsError` where that one cannot be had: without it, nearly every key would seem to be missing.
    func extended() throws(DiagnosticsError) -> ScenarioFile? {
        guard let node = top.node("extends") else { return nil }
        guard let path = path("extends", of: top), let data = contents(of: path, at: node.position) else {
            throw DiagnosticsError(diagnostics: sink.diagnostics)
        }
        let extended = try ScenarioFile(data, file: path)
        if let further = extended.top.node("extends") {
            extended.sink.report(
                .invalidValue,
                at: further.position,
                "A scenario that is extended must not extend another; move what it needs into one file."
            )
        }
        return extended
    }

    /// The content of the file that a key names.
    func contents(_ key: String, of rule: YAMLMapping) -> Data? {
        guard let node = rule.required(key), let path = path(key, of: rule) else { return nil }
        return contents(of: path, at: node.position)
    }

    private func path(_ key: String, of rule: YAMLMapping) -> String? {
        guard let name = rule.requiredText(key) else { return nil }
        guard !name.contains("/"), !name.contains("\\"), !name.hasPrefix(".") else {
            sink.report(
                .invalidValue,
                at: rule.node(key)?.position,
                "\(key) must be the name of a file in the same folder."
            )
            return nil
        }
        return folder + name
    }

    private func contents(of path: String, at position: YAMLNode.Position) -> Data? {
        do {
            return try Self.read(path)
        } catch {
            sink.report(.unreadable, at: position, error.sentence)
            return nil
        }
    }

    /// Why a file cannot be had.
    private struct Unreadable: Error {
        let sentence: String
    }

    /// The bytes of a file, whose length is looked at first.
    private static func read(_ path: String) throws(Unreadable) -> Data {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int else {
            throw Unreadable(sentence: "The file \(path) cannot be read; does it exist?")
        }
        guard size <= Limits.maxFileBytes else {
            throw Unreadable(
                sentence: "The file \(path) has \(size) bytes; at most \(Limits.maxFileBytes) are read."
            )
        }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Limits.maxFileBytes else {
            throw Unreadable(sentence: "The file \(path) cannot be read; look at its permissions.")
        }
        return data
    }
}
