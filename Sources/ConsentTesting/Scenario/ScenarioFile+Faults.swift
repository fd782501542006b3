import ConsentAdapters

extension ScenarioFile {
    /// The value of `faults`, by the name of the route.
    ///
    /// - Parameter routes: the routes that may be named; nil if they are not known, which is reported already.
    func faults(on routes: [Route]?) -> [String: [Fault]] {
        var faults: [String: [Fault]] = [:]
        for entry in top.free("faults") {
            if let routes, !routes.contains(where: { $0.name == entry.key }) {
                let names = routes.map(\.name).joined(separator: ", ")
                sink.report(
                    .undefinedReference,
                    at: entry.keyPosition,
                    "There is no route \(entry.key); the routes are \(names)."
                )
            }
            faults[entry.key] = list(entry)
        }
        return faults
    }

    /// The faults of one route, which must be in the order in which they happen.
    private func list(_ entry: YAMLNode.Entry) -> [Fault] {
        var faults: [Fault] = []
        for node in top.list(entry.value, entry.key, limit: Limits.maxFaultsPerRoute) ?? [] {
            guard let fault = fault(node) else { continue }
            if let last = faults.last, fault.at < last.at {
                sink.report(
                    .invalidValue,
                    at: node.position,
                    "Faults are listed in their order: at must not be below \(last.at)."
                )
            }
            if let last = faults.last, last.times == nil {
                sink.report(
                    .invalidValue,
                    at: node.position,
                    "Nothing comes after a fault with times: always; remove one."
                )
            }
            faults.append(fault)
        }
        return faults
    }

    private static let spoilers = ["delay", "pause", "cut_off", "hang_up", "content_type", "revoke_tokens"]

    private func fault(_ node: YAMLNode) -> Fault? {
        let keys = ["at", "times"] + Self.spoilers + Self.answerKeys
        guard let rule = YAMLMapping(node, "a fault", keys: keys, sink: sink) else { return nil }
        let at = rule.requiredInteger("at", in: 1...Int(Int32.max))
        let isOnce = rule.node("times") == nil
        let times = isOnce ? 1 : self.times(rule)
        let kind = self.kind(rule)
        if kind == .revokeTokens, !isOnce {
            sink.report(.invalidValue, at: node.position, "revoke_tokens happens once; remove times.")
        }
        guard let at, let kind else { return nil }
        return Fault(at: at, times: times, kind: kind)
    }

    /// How often; nil for always.
    private func times(_ rule: YAMLMapping) -> Int? {
        guard case .scalar("always")? = rule.node("times")?.content else {
            return rule.integer("times", in: 1...Int(Int32.max)) ?? 1
        }
        return nil
    }

    private func kind(_ rule: YAMLMapping) -> Fault.Kind? {
        guard Self.answerKeys.contains(where: { rule.node($0) != nil }) else {
            return rule.exactlyOne(of: Self.spoilers).flatMap { spoiler(rule, $0) }
        }
        if let spoiler = Self.spoilers.first(where: { rule.node($0) != nil }) {
            sink.report(
                .invalidValue,
                at: rule.position,
                "\(spoiler) spoils the right answer; it cannot have one of its own."
            )
            return nil
        }
        guard (["status"] + Self.bodyKeys).contains(where: { rule.node($0) != nil }) else {
            sink.report(
                .missingKey,
                at: rule.position,
                "An answer in place of the right one needs a status or a body."
            )
            return nil
        }
        return answer(rule).map { .answer($0) }
    }

    private func spoiler(_ rule: YAMLMapping, _ entry: YAMLNode.Entry) -> Fault.Kind? {
        switch entry.key {
        case "delay": return rule.wait(entry.key).map { .delay($0) }
        case "pause": return rule.wait(entry.key).map { .pause($0) }
        case "cut_off": return rule.percent(entry.key).map { .cutOff(percent: $0) }
        case "content_type": return rule.text(entry.key).map { .contentType($0) }
        default:
            guard let isWanted = rule.flag(entry.key) else { return nil }
            guard isWanted else {
                sink.report(.invalidValue, at: entry.value.position, "\(entry.key) is true, or it is left out.")
                return nil
            }
            return entry.key == "hang_up" ? .hangUp : .revokeTokens
        }
    }
}
