public import ConsentTranslation
import Foundation
public import OptIn

/// One case of an adapter: a payload and what must come of it. Cases are the adapter's tests and its examples.
public struct AdapterCase: Sendable, Hashable {
    /// What a case shows; each adapter shows those that its CMP knows.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Everything was accepted.
        case acceptAll = "accept-all"
        /// Everything optional was refused.
        case rejectAll = "reject-all"
        /// Some of each.
        case custom
        /// No choice was made.
        case undecided
        /// There was no explicit choice.
        case implicit
        /// The choice does not count any more.
        case stale
        /// Global Privacy Control was on.
        case gpc
        /// The payload is damaged.
        case malformed
        /// The person was where the CMP asks nobody.
        case exempt
        /// The oldest form that is known.
        case oldest
        /// The newest form that is known.
        case newest
        /// Another spelling of the same.
        case variant
    }

    /// What must come of the payload.
    public struct Expectation: Sendable, Hashable {
        /// Categories that must be approved.
        public let approved: CategorySet
        /// Categories that must be denied; all others must be undecided.
        public let denied: CategorySet
        /// The states by key, all of them; nil where the case does not say.
        public let decisions: [String: Decision.State]?
        /// Whether the choice was explicit; nil where the case does not say.
        public let isExplicit: Bool?
        /// The time of the decision; nil where the case does not say.
        public let decidedAt: Instant?
        /// The error; nil where there must be none.
        public let error: TranslationError.Code?
    }

    /// The file's name without its ending.
    public let name: String
    /// What the case shows, in words.
    public let about: String
    /// What the case shows.
    public let kind: Kind
    /// The payload.
    public let payload: String
    /// The time at which it is judged.
    public let now: Instant
    /// The account's own keys, as a connection would map them.
    public let purposes: [String: [NeutralPurpose]]
    /// The site's policy; none for the defaults.
    public let policy: Policy
    /// What must come of it.
    public let expectation: Expectation

    /// The cases in a folder, by name. A case with mistakes is an error: a test that is not read tests nothing.
    public static func cases(in folder: String) throws(DiagnosticsError) -> [AdapterCase] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var cases: [AdapterCase] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            let file = "\(folder)/\(name)"
            guard let data = FileManager.default.contents(atPath: file) else {
                throw DiagnosticsError(unreadable: file, "The file cannot be read.")
            }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw DiagnosticsError(unreadable: file, "The file is not UTF-8 text.")
            }
            cases.append(try AdapterCase(text, name: String(name.dropLast(5)), file: file))
        }
        return cases
    }

    /// Reads a case.
    ///
    /// - Throws: ``DiagnosticsError`` with every mistake.
    public init(_ text: String, name: String, file: String) throws(DiagnosticsError) {
        let root = try YAMLNode.document(text, file: file)
        let sink = DiagnosticSink(file: file)
        let read = Self.read(root, name: name, sink: sink)
        try sink.throwIfAny()
        guard let read else { throw DiagnosticsError(diagnostics: sink.diagnostics) }
        self = read
    }

    private init(
        name: String,
        about: String,
        kind: Kind,
        payload: String,
        now: Instant,
        purposes: [String: [NeutralPurpose]],
        policy: Policy,
        expectation: Expectation
    ) {
        self.name = name
        self.about = about
        self.kind = kind
        self.payload = payload
        self.now = now
        self.purposes = purposes
        self.policy = policy
        self.expectation = expectation
    }

    private static let keys = ["about", "kind", "payload", "now", "purposes", "policy", "expect"]

    private static func read(_ root: YAMLNode, name: String, sink: DiagnosticSink) -> AdapterCase? {
        guard let file = YAMLMapping(root, "the case", keys: keys, sink: sink) else { return nil }
        let about = file.requiredText("about")
        let kind = file.requiredWord("kind", of: Kind.self)
        let payload = file.requiredText("payload")
        let now = instant(file, "now") ?? Instant(milliseconds: 1_795_478_400_000)
        let purposes = PurposeReader.purposes(file, "purposes")
        let policy = file.node("policy").map { PolicyReader(sink: sink).policy($0) } ?? Policy()
        let expectation = file.required("expect").flatMap { Self.expectation($0, sink) }
        guard let about, let kind, let payload, let expectation else { return nil }
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

    private static func expectation(_ node: YAMLNode, _ sink: DiagnosticSink) -> Expectation? {
        let keys = ["approved", "denied", "decisions", "explicit", "decided_at", "error"]
        guard let expect = YAMLMapping(node, "expect", keys: keys, sink: sink) else { return nil }
        let reader = CategoryReader(sink: sink)
        var decisions: [String: Decision.State]?
        if expect.node("decisions") != nil {
            decisions = [:]
            for entry in expect.free("decisions") {
                decisions?[entry.key] = expect.text(of: entry.value, entry.key).flatMap {
                    expect.word($0, at: entry.value.position, entry.key, of: Decision.State.self)
                }
            }
        }
        let approved = CategorySet(reader.categories(expect.list("approved")))
        let denied = CategorySet(reader.categories(expect.list("denied")))
        for category in approved.intersection(denied).categories {
            sink.report(
                .invalidValue,
                at: expect.node("denied")?.position,
                "\(category.rawValue) cannot be both approved and denied."
            )
        }
        return Expectation(
            approved: approved,
            denied: denied,
            decisions: decisions,
            isExplicit: expect.flag("explicit"),
            decidedAt: instant(expect, "decided_at"),
            error: expect.word("error", of: TranslationError.Code.self)
        )
    }

    private static func instant(_ section: YAMLMapping, _ key: String) -> Instant? {
        guard let text = section.text(key) else { return nil }
        guard let instant = Instant(iso8601: text) else {
            section.sink.report(
                .invalidValue,
                at: section.node(key)?.position,
                "\(key) is a time such as 2026-11-24T00:00:00Z."
            )
            return nil
        }
        return instant
    }
}
