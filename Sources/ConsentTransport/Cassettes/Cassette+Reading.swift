public import ConsentAdapters
import ConsentTranslation

extension Cassette {
    /// The format that the first line names.
    static let format = "1"

    /// Reads a cassette.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: its name for messages.
    /// - Throws: `DiagnosticsError` with every mistake.
    public init(yaml text: String, file: String) throws(DiagnosticsError) {
        let root = try YAMLNode.document(text, file: file)
        let reader = CassetteReader(sink: DiagnosticSink(file: file))
        let cassette = reader.cassette(root)
        try reader.sink.throwIfAny()
        guard let cassette else { throw DiagnosticsError(diagnostics: reader.sink.diagnostics) }
        self = cassette
    }
}

/// Reads the fields of a cassette.
private struct CassetteReader {
    let sink: DiagnosticSink

    func cassette(_ root: YAMLNode) -> Cassette? {
        let keys = ["cassette", "about", "adapter", "config", "subject", "discover", "since", "now", "exchanges"]
        guard let top = YAMLMapping(root, "the cassette", keys: keys, sink: sink) else { return nil }
        if let format = top.requiredText("cassette"), format != Cassette.format {
            sink.report(
                .invalidValue,
                at: top.node("cassette")?.position,
                "This program reads cassettes of format \"\(Cassette.format)\"."
            )
        }
        _ = top.requiredText("about")
        let adapter = top.requiredText("adapter")
        let since = instant(top, "since")
        let now = top.required("now").flatMap { _ in instant(top, "now") }
        let exchanges = top.required("exchanges").map { _ in top.list("exchanges").compactMap(exchange) }
        var config: [String: String] = [:]
        for entry in top.free("config") { config[entry.key] = top.text(of: entry.value, entry.key) }
        guard let adapter, let now, let exchanges else { return nil }
        return Cassette(
            adapter: adapter,
            config: config,
            subject: top.text("subject"),
            discovers: top.flag("discover") ?? false,
            since: since,
            now: now,
            exchanges: exchanges
        )
    }

    private func instant(_ rule: YAMLMapping, _ key: String) -> Instant? {
        guard let text = rule.text(key) else { return nil }
        if let instant = Instant(iso8601: text) { return instant }
        sink.report(.invalidValue, at: rule.node(key)?.position, "\(key) is a time such as 2026-11-24T00:00:00Z.")
        return nil
    }

    private func exchange(_ node: YAMLNode) -> Cassette.Exchange? {
        guard let rule = YAMLMapping(node, "an exchange", keys: ["request", "response", "failure"], sink: sink) else {
            return nil
        }
        let request = rule.required("request").flatMap { _ in
            rule.mapping("request", keys: ["method", "path", "query", "headers", "body"])
        }
        let method = request?.requiredText("method")
        let path = request?.requiredText("path")
        guard let request, let method, let path, let answer = answer(rule) else { return nil }
        return Cassette.Exchange(
            request: Cassette.Request(
                method: method,
                path: path,
                query: fields(request, "query"),
                headers: fields(request, "headers"),
                body: request.text("body")
            ),
            answer: answer
        )
    }

    private func answer(_ rule: YAMLMapping) -> Cassette.Answer? {
        guard (rule.node("failure") == nil) != (rule.node("response") == nil) else {
            sink.report(.missingKey, at: rule.position, "An exchange has a response or a failure.")
            return nil
        }
        if rule.node("failure") != nil {
            return rule.word("failure", of: TransportError.Code.self).map { .failure($0) }
        }
        guard let response = rule.mapping("response", keys: ["status", "headers", "body"]) else { return nil }
        let status = response.required("status").flatMap { _ in response.integer("status", in: 100...599) }
        let headers = fields(response, "headers")
        let body = response.text("body") ?? ""
        return status.map { .response(status: $0, headers: headers, body: body) }
    }

    private func fields(_ rule: YAMLMapping, _ key: String) -> [HTTPFields.Field] {
        rule.free(key).flatMap { entry -> [HTTPFields.Field] in
            let nodes = if case .list(let elements) = entry.value.content { elements } else { [entry.value] }
            return nodes.compactMap { node in
                guard case .scalar(let text) = node.content else {
                    sink.report(.wrongType, at: node.position, "\(entry.key) must be a text, or a list of texts.")
                    return nil
                }
                return HTTPFields.Field(name: entry.key, value: text)
            }
        }
    }
}
