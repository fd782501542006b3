import Foundation

extension CannedAnswer {
    /// The keys of an answer.
    static let keys = ["status", "headers", "retry_after_date"] + bodyKeys

    private static let bodyKeys = ["json", "html", "text", "file"]

    /// Reads an answer.
    init(_ node: ScenarioNode, _ folder: ScenarioFolder) throws(ScenarioError) {
        try self.init(try node.fields("an answer", allowed: Self.keys), folder)
    }

    /// Reads an answer from the fields of a mapping that may hold others too.
    init(_ fields: ScenarioFields, _ folder: ScenarioFolder) throws(ScenarioError) {
        status = try fields["status"]?.number("“status”", in: 200...599) ?? 200
        let given = try fields["headers"]?.texts("“headers”").map { HeaderField(name: $0.name, value: $0.value) } ?? []
        let (type, bytes) = try Self.body(fields, folder, status: status)
        let hasType = given.contains { $0.name.lowercased() == "content-type" }
        headers = (hasType ? [] : [HeaderField(name: "Content-Type", value: type)]) + given
        body = bytes
        retryAfterDate = try fields["retry_after_date"]?.wait("“retry_after_date”")
    }

    private static func body(
        _ fields: ScenarioFields,
        _ folder: ScenarioFolder,
        status: Int
    ) throws(ScenarioError) -> (type: String, bytes: [UInt8]) {
        guard bodyKeys.contains(where: { fields[$0] != nil }) else {
            return ("application/json", Array(#"{"status":\#(status)}"#.utf8))
        }
        let (key, node) = try fields.exactlyOne(of: bodyKeys)
        switch key {
        case "html": return ("text/html; charset=utf-8", Array(try node.text("“html”").utf8))
        case "text": return ("text/plain; charset=utf-8", Array(try node.text("“text”").utf8))
        case "json":
            // Not checked: a scenario may want to answer damaged JSON.
            return ("application/json", Array(try node.text("“json”").utf8))
        default:
            let path = try folder.path(of: node, "“file”")
            let data = try ScenarioFolder.read(path, limit: Limits.maxFixtureBytes, or: node.error)
            return ("application/json", Array(data))
        }
    }
}
