public import ConsentTranslation
import OptIn

/// A site's policy as a file has it.
public struct PolicyFile: Sendable, Hashable {
    /// The policy.
    public let policy: Policy
    /// The text it was read from.
    public let text: String
    /// SHA-256 of the text, which the ledger keeps with each change.
    public let fingerprint: [UInt8]

    /// The policy of a site that has none.
    public static let standard = PolicyFile(policy: Policy(), text: "policy: {}\n")

    /// A policy with the text that says it.
    package init(policy: Policy, text: String) {
        self.policy = policy
        self.text = text
        fingerprint = Fingerprint.sha256(of: text)
    }

    /// Reads a policy.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: its name for messages.
    /// - Throws: ``DiagnosticsError`` with every mistake.
    public init(_ text: String, file: String) throws(DiagnosticsError) {
        let root = try YAMLNode.document(text, file: file)
        let sink = DiagnosticSink(file: file)
        let document = YAMLMapping(root, "the policy file", keys: ["policy"], sink: sink)
        let policy = document?.required("policy").map { PolicyReader(sink: sink).policy($0) }
        try sink.throwIfAny()
        self.init(policy: policy ?? Policy(), text: text)
    }
}

/// Reads the fields of a policy.
package struct PolicyReader {
    let sink: DiagnosticSink

    /// A reader that reports to a sink.
    package init(sink: DiagnosticSink) {
        self.sink = sink
    }

    /// The policy of a node.
    package func policy(_ node: YAMLNode) -> Policy {
        var policy = Policy()
        guard let section = YAMLMapping(node, "policy", PolicyLanguage.policy, sink: sink) else { return policy }
        let reader = CategoryReader(sink: sink)
        if let applies = section.node("applies") { policy.applies = self.applies(applies, section) }
        for entry in section.free("defaults") {
            guard let category = reader.category(entry.key, at: entry.keyPosition) else { continue }
            switch section.text(of: entry.value, entry.key) {
            case "approved"?: policy.defaults[category] = .approved
            case "denied"?: policy.defaults[category] = .denied
            default:
                sink.report(.unknownWord, at: entry.value.position, "A default is approved or denied.")
            }
        }
        policy.maxAge = section.node("max_age").flatMap { maxAge($0, section) }
        switch section.text("implicit") {
        case "approved"?: policy.implicitApproves = true
        case "undecided"?, nil: policy.implicitApproves = false
        default:
            sink.report(.unknownWord, at: section.node("implicit")?.position, "implicit is undecided or approved.")
        }
        if let gpc = section.mapping("gpc", PolicyLanguage.gpc) {
            policy.gpcDenies = CategorySet(reader.categories(gpc.list("deny")))
        }
        policy.tcfRule = section.word("tcf", of: Policy.TCFRule.self) ?? .strict
        if section.node("categories") != nil { policy.categories = reader.categories(section, "categories") }
        return policy
    }

    private func applies(_ node: YAMLNode, _ section: YAMLMapping) -> Policy.Applies {
        if case .mapping = node.content {
            guard let rule = YAMLMapping(node, "applies", PolicyLanguage.scope, sink: sink) else { return .always }
            let scope = Policy.Scope(
                regulations: Set(rule.texts("regulation")),
                regions: Set(rule.texts("region"))
            )
            if scope == Policy.Scope() {
                sink.report(
                    .missingKey,
                    at: node.position,
                    "applies needs true, false, or { regulation: [gdpr, …], region: [EEA, …] }."
                )
            }
            for region in scope.regions.sorted() where !Policy.Scope.isRegion(region) {
                sink.report(
                    .invalidValue,
                    at: rule.node("region")?.position,
                    "\"\(region)\" is no region. Write a country such as AT, a part of one such as US-CA, or EEA."
                )
            }
            return .within(scope)
        }
        return section.flag("applies") ?? true ? .always : .never
    }

    private func maxAge(_ node: YAMLNode, _ section: YAMLMapping) -> Policy.MaxAge? {
        let words = (section.text(of: node, "max_age") ?? "").split(separator: " ")
        if words.count == 2, let count = Int(words[0]), (1...1_200).contains(count) {
            switch words[1] {
            case "month", "months": return .months(count)
            case "day", "days": return .days(count)
            default: break
            }
        }
        sink.report(.invalidValue, at: node.position, "max_age is a number of months or days, such as 13 months.")
        return nil
    }
}
