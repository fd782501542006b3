extension Fault {
    /// Reads the faults of one route, which must be in the order in which they happen.
    static func list(_ node: ScenarioNode, _ folder: ScenarioFolder) throws(ScenarioError) -> [Fault] {
        var faults: [Fault] = []
        for node in try node.list("the faults of a route", limit: Limits.maxFaultsPerRoute) {
            let fault = try Fault(node, folder)
            if let last = faults.last {
                guard fault.at >= last.at else {
                    throw node.error(.badValue, "faults are listed in their order: “at” must not be below \(last.at)")
                }
                guard last.times != nil else {
                    throw node.error(.badValue, "nothing comes after a fault with “times: always”; remove one")
                }
            }
            faults.append(fault)
        }
        return faults
    }

    private static let answerMarks = ["status", "html", "json", "text", "file"]
    private static let otherKinds = ["delay", "pause", "cut_off", "hang_up", "content_type", "revoke_tokens"]

    private init(_ node: ScenarioNode, _ folder: ScenarioFolder) throws(ScenarioError) {
        let fields = try node.fields(
            "a fault",
            allowed: ["at", "times"] + Self.otherKinds + CannedAnswer.keys
        )
        at = try fields.required("at").number("“at”", in: 1...Int(Int32.max))
        times = try Self.times(fields["times"])
        kind = try Self.kind(fields, folder)
        if kind == .revokeTokens, times != 1 {
            throw node.error(.badValue, "“revoke_tokens” happens once; remove “times”")
        }
    }

    /// How often: once where nothing is said, nil for always.
    private static func times(_ node: ScenarioNode?) throws(ScenarioError) -> Int? {
        guard let node else { return 1 }
        return try node.text("“times”") == "always" ? nil : node.number("“times”", in: 1...Int(Int32.max))
    }

    private static func kind(_ fields: ScenarioFields, _ folder: ScenarioFolder) throws(ScenarioError) -> Kind {
        if CannedAnswer.keys.contains(where: { fields[$0] != nil }) {
            if let other = otherKinds.first(where: { fields[$0] != nil }) {
                throw fields.owner.error(.badValue, "“\(other)” spoils the right answer; it cannot have one of its own")
            }
            guard answerMarks.contains(where: { fields[$0] != nil }) else {
                throw fields.owner.error(.missingKey, "an answer in place of the right one needs a “status” or a body")
            }
            return .answer(try CannedAnswer(fields, folder))
        }
        let (key, node) = try fields.exactlyOne(of: otherKinds)
        switch key {
        case "delay": return .delay(try node.wait("“delay”"))
        case "pause": return .pause(try node.wait("“pause”"))
        case "cut_off": return .cutOff(percent: try node.percent("“cut_off”"))
        case "content_type": return .contentType(try node.text("“content_type”"))
        default:
            guard try node.flag("“\(key)”") else {
                throw node.error(.badValue, "“\(key)” is true, or it is left out")
            }
            return key == "hang_up" ? .hangUp : .revokeTokens
        }
    }
}
