import ConsentAdapters
import HTTPTypes

extension ScenarioFile {
    /// The keys of an answer's body. JSON is not checked: a scenario may want to answer damaged JSON.
    static let bodyKeys = ["json", "html", "text", "file"]

    /// The keys of an answer.
    static let answerKeys = ["status", "headers", "retry_after_date"] + bodyKeys

    private static let textTypes = ["html": "text/html; charset=utf-8", "text": "text/plain; charset=utf-8"]

    /// An answer that is written down.
    func answer(_ node: YAMLNode) -> CannedAnswer? {
        YAMLMapping(node, "an answer", keys: Self.answerKeys, sink: sink).flatMap { answer($0) }
    }

    /// An answer from a mapping that may have other keys too.
    func answer(_ rule: YAMLMapping) -> CannedAnswer? {
        let status = rule.integer("status", in: 200...599) ?? 200
        let body = self.body(rule, status: status)
        var headers = HTTPFields()
        headers[.contentType] = Self.textTypes.first { rule.node($0.key) != nil }?.value ?? "application/json"
        for entry in rule.free("headers") {
            if let name = HTTPField.Name(entry.key) {
                headers[name] = rule.text(of: entry.value, entry.key)
            } else {
                sink.report(
                    .invalidValue,
                    at: entry.keyPosition,
                    "\(entry.key) cannot be the name of a header field: letters and hyphens only."
                )
            }
        }
        let retryAfterDate = rule.wait("retry_after_date")
        return body.map { CannedAnswer(status: status, headers: headers, body: $0, retryAfterDate: retryAfterDate) }
    }

    private func body(_ rule: YAMLMapping, status: Int) -> [UInt8]? {
        guard Self.bodyKeys.contains(where: { rule.node($0) != nil }) else {
            return Array(#"{"status":\#(status)}"#.utf8)
        }
        guard let key = rule.exactlyOne(of: Self.bodyKeys)?.key else { return nil }
        return key == "file" ? contents(key, of: rule).map { Array($0) } : rule.text(key).map { Array($0.utf8) }
    }
}
