import ConsentTranslation
import Foundation

extension AdapterCase {
    /// The cases in a folder, by name. A case with mistakes is an error: a test that is not read tests nothing.
    ///
    /// A case whose `expect` is not written yet is read, and fails when it runs.
    public static func cases(in folder: String) throws(DiagnosticsError) -> [AdapterCase] {
        var cases: [AdapterCase] = []
        for file in files(in: folder) { cases.append(try AdapterCase(draft: file)) }
        return cases
    }

    /// The files of cases in a folder, by name.
    package static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(".yaml".count) }.sorted().map {
            "\(folder)/\($0).yaml"
        }
    }

    /// Reads a case from a file; what must come of it may be missing.
    package init(draft file: String) throws(DiagnosticsError) {
        try self.init(try Self.text(of: file), name: Self.name(of: file), file: file, isDraft: true)
    }

    /// The text of a file.
    package static func text(of file: String) throws(DiagnosticsError) -> String {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DiagnosticsError(unreadable: file, "The file cannot be read.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw DiagnosticsError(unreadable: file, "The file is not UTF-8 text.")
        }
        return text
    }

    /// The name of the case in a file.
    package static func name(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.hasSuffix(".yaml") ? String(name.dropLast(".yaml".count)) : name
    }

    /// Reads a case.
    ///
    /// - Throws: ``DiagnosticsError`` with every mistake.
    public init(_ text: String, name: String, file: String) throws(DiagnosticsError) {
        try self.init(text, name: name, file: file, isDraft: false)
    }

    package init(_ text: String, name: String, file: String, isDraft: Bool) throws(DiagnosticsError) {
        let root = try YAMLNode.document(text, file: file)
        let sink = DiagnosticSink(file: file)
        let read = Self.read(root, name: name, isDraft: isDraft, sink: sink)
        try sink.throwIfAny()
        guard let read else { throw DiagnosticsError(diagnostics: sink.diagnostics) }
        self = read
    }

    private static func read(_ root: YAMLNode, name: String, isDraft: Bool, sink: DiagnosticSink) -> AdapterCase? {
        guard let file = YAMLMapping(root, "the case", CaseLanguage.file, sink: sink) else { return nil }
        let about = file.requiredText("about")
        let kind = file.requiredWord("kind", of: Kind.self)
        let payload = file.requiredText("payload")
        let now = instant(file, "now") ?? Instant(milliseconds: 1_795_478_400_000)
        let purposes = PurposeReader.purposes(file, "purposes")
        let policy = file.node("policy").map { PolicyReader(sink: sink).policy($0) } ?? Policy()
        let node = isDraft ? file.node("expect") : file.required("expect")
        let expectation = node.flatMap { CaseExpectation($0, sink) }
        guard let about, let kind, let payload else { return nil }
        return AdapterCase(
            name: name,
            about: about,
            kind: kind,
            payload: payload,
            now: now,
            purposes: purposes,
            policy: policy,
            expectation: expectation
        )
    }

    static func instant(_ section: YAMLMapping, _ key: String) -> Instant? {
        guard let node = section.node(key), let text = section.text(key) else { return nil }
        return instant(text, at: node.position, key, section.sink)
    }

    static func instant(
        _ text: String,
        at position: YAMLNode.Position,
        _ key: String,
        _ sink: DiagnosticSink
    ) -> Instant? {
        if let instant = Instant(iso8601: text) { return instant }
        sink.report(.invalidValue, at: position, "\(key) is a time such as 2026-11-24T00:00:00Z.")
        return nil
    }
}
