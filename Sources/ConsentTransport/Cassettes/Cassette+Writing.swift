import ConsentAdapters
import ConsentTranslation

extension Cassette {
    /// The cassette as a file.
    ///
    /// - Parameter about: what it shows, in a sentence.
    public func text(about: String) -> String {
        var text = "cassette: \"\(Self.format)\"\nabout: \(YAMLWriter.quoted(about))\nadapter: \(adapter)\n"
        if !config.isEmpty {
            let lines = config.sorted { $0.key < $1.key }.map { "  \($0.key): \(YAMLWriter.quoted($0.value))\n" }
            text += "config:\n" + lines.joined()
        }
        if let subject { text += "subject: \(YAMLWriter.quoted(subject))\n" }
        if discovers { text += "discover: true\n" }
        if let since { text += "since: \(since.iso8601)\n" }
        text += "now: \(now.iso8601)\nexchanges:\n"
        return text + exchanges.map(Self.text).joined()
    }

    private static func text(_ exchange: Exchange) -> String {
        let request = exchange.request
        var text = "  - request:\n"
        text += "      method: \(request.method)\n      path: \(YAMLWriter.quoted(request.path))\n"
        text += fields("query", request.query) + fields("headers", request.headers)
        if let body = request.body { text += "      body: \(YAMLWriter.quoted(body))\n" }
        switch exchange.answer {
        case .failure(let code):
            text += "    failure: \(code.rawValue)\n"
        case .response(let status, let headers, let body):
            text += "    response:\n      status: \(status)\n" + fields("headers", headers)
            if !body.isEmpty { text += "      body: \(YAMLWriter.quoted(body))\n" }
        }
        return text
    }

    /// Fields by name; one that stands there several times has a list.
    private static func fields(_ key: String, _ fields: [HTTPFields.Field]) -> String {
        guard !fields.isEmpty else { return "" }
        var names: [String] = []
        for field in fields where !names.contains(field.name) { names.append(field.name) }
        let lines = names.map { name in
            let values = fields.filter { $0.name == name }.map { YAMLWriter.quoted($0.value) }
            let value = values.count == 1 ? values[0] : "[" + values.joined(separator: ", ") + "]"
            return "        \(YAMLWriter.quoted(name)): \(value)\n"
        }
        return "      \(key):\n" + lines.joined()
    }
}
