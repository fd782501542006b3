import Foundation

/// A new adapter that works from the first minute: a manifest with remarks and the cases that the laws ask for, of a
/// made-up CMP. Its author replaces one thing after the other.
public struct AdapterTemplate: Sendable {
    /// How the CMP tells consent.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// In a cookie.
        case cookie
        /// In the browser's storage.
        case storage
        /// In a file with one person in each row.
        case file
        /// In a bare string.
        case string
        /// Through an interface that is asked.
        case rest
        /// Through messages that it sends.
        case webhook
    }

    /// The names of a new adapter, in the spellings that its files need.
    struct Names: Sendable {
        /// The id: `acme-shop`.
        let id: String
        /// For people: `Acme Shop`.
        var vendor: String {
            id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
        }
        /// For cookies and keys: `acme_shop`.
        var word: String { id.replacing("-", with: "_") }
    }

    /// A case without what must come of it.
    struct Draft: Sendable {
        let name: String
        let kind: AdapterCase.Kind
        let about: String
        let payload: String
        var policy: String?

        /// The case's file.
        var text: String {
            let policy = policy.map { "policy: \($0)\n" } ?? ""
            let payload =
                payload.contains("\n")
                ? "|-\n" + payload.split(separator: "\n").map { "  \($0)\n" }.joined()
                : "'\(payload.replacing("'", with: "''"))'\n"
            return "about: \(YAMLWriter.quoted(about))\nkind: \(kind.rawValue)\n\(policy)payload: \(payload)"
        }
    }

    /// The manifest and the cases of one kind.
    struct Content: Sendable {
        let manifest: String
        let cases: [Draft]
    }

    /// Longest id.
    private static let maxIDLength = 64

    let names: Names
    private let kind: Kind

    /// A template.
    ///
    /// - Throws: ``AdapterError`` `configuration` where the id cannot be the name of an adapter's folder.
    public init(id: String, kind: Kind) throws(AdapterError) {
        let isPlain = id.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard isPlain, let first = id.utf8.first, (0x61...0x7A).contains(first), !id.hasSuffix("-"),
            id.utf8.count <= Self.maxIDLength
        else {
            throw AdapterError(
                .configuration,
                "An adapter's name has lower-case letters, digits and hyphens and begins with a letter, such as acme-cookie."
            )
        }
        names = Names(id: id)
        self.kind = kind
    }

    private var content: Content {
        switch kind {
        case .cookie: cookie
        case .storage: storage
        case .file: file
        case .string: string
        case .rest: rest
        case .webhook: webhook
        }
    }

    /// Writes the adapter's folder, with what comes of each case filled in and the README made from it.
    ///
    /// - Parameter folder: the adapters' folder; it is made where it is not there.
    /// - Returns: the files that were written.
    /// - Throws: ``AdapterError`` `configuration` where there is an adapter of the name already or the folder cannot be
    ///   written.
    public func write(into folder: String) throws -> [String] {
        let home = "\(folder)/\(names.id)"
        guard !FileManager.default.fileExists(atPath: home) else {
            throw AdapterError(.configuration, "There is \(home) already; choose another name, or remove it first.")
        }
        let content = content
        let hasSchema = FileManager.default.fileExists(atPath: "\(folder)/manifest.schema.json")
        let editor = hasSchema ? "# yaml-language-server: $schema=../manifest.schema.json\n" : ""
        let manifest = editor + content.manifest
        let adapter = try ManifestLoader.load(manifest, file: "\(home)/adapter.yaml", folder: names.id)
        var files = [("adapter.yaml", manifest)]
        var cases: [AdapterCase] = []
        for draft in content.cases {
            let file = "\(home)/cases/\(draft.name).yaml"
            let item = try AdapterCase(draft.text, name: draft.name, file: file, isDraft: true)
            let text = try CaseFile(draft.text, file: file).replacing(CaseExpectation(item.outcome(with: adapter)))
            files.append(("cases/\(draft.name).yaml", text))
            cases.append(try AdapterCase(text, name: draft.name, file: file))
        }
        files.append(("README.md", AdapterDescription(adapter, cases: cases.sorted { $0.name < $1.name }).markdown))
        return try files.map { name, text in try Self.write(text, to: "\(home)/\(name)") }
    }

    private static func write(_ text: String, to path: String) throws(AdapterError) -> String {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        } catch {
            throw AdapterError(.configuration, "\(path) cannot be written.")
        }
        return path
    }

    /// The reasons for which a made-up CMP lacks some kinds of case.
    static let excuses = """
        # The laws want a case of each kind, or the reason why there can be none. Take a line out when you have its case.
        tests:
          without:
            implicit: "the CMP records explicit choices only"
            gpc: "the payload does not say whether Global Privacy Control was on"
            exempt: "the payload does not say whether consent is asked for where the person is"
            oldest: "only one form of the payload is known"
            newest: "only one form of the payload is known"

        """

    /// The head of every manifest.
    func head(_ title: String, _ about: String) -> String {
        """
        # \(title): made by `consentbridge adapter new`, of a made-up CMP. Go through it from top to bottom, put a real payload
        # into cases/, and look at what becomes of it: consentbridge adapter trace \(names.id) @FILE
        # The language: consentbridge adapter describe
        manifest: "1"
        adapter:
          id: \(names.id)
          version: 0.1.0
          vendor: \(names.vendor)
          title: \(title)
          status: experimental
          # Where your knowledge comes from: documented, observed or inferred.
          confidence: { decode: inferred, mapping: inferred }
          about: >-
            \(about)

        """
    }

    static let accepted = "2026-03-02T09:15:04Z"
    static let acceptedSeconds = 1_772_442_904
    /// A site that takes no choice older than half a year.
    static let shortMemory = "{ max_age: 6 months }"
}
