extension ConsentRecord {
    /// One record of two of the same subject, adapter and law that claim to be current at the same time: what either
    /// denies is denied, what either leaves open stays open, and consent strings that differ are dropped, since which
    /// of them holds cannot be known. Under any policy it grants at most what both of them grant.
    ///
    /// The result is the same in any order and grouping, and however often a record comes again, so that redelivery
    /// changes nothing. Its decisions stand in the order of their keys.
    public func mergedAtEqualTime(with other: ConsentRecord) -> ConsentRecord {
        var merged = ConsentRecord(adapter: adapter)
        merged.subjects = Self.united(subjects, other.subjects)
        merged.recordID = agreed(recordID, other.recordID)
        merged.decisions = Self.merged(decisions, other.decisions)
        merged.strings = Strings(
            tcf: agreed(strings.tcf, other.strings.tcf),
            ac: agreed(strings.ac, other.strings.ac),
            gpp: agreed(strings.gpp, other.strings.gpp),
            usp: agreed(strings.usp, other.strings.usp)
        )
        merged.explicitness = explicitness == other.explicitness ? explicitness : .implicit
        merged.decidedAt = agreed(decidedAt, other.decidedAt)
        merged.expiresAt = earlier([expiresAt, other.expiresAt])
        merged.regulation = agreed(regulation, other.regulation)
        let isRestricted = gdprApplies == true || other.gdprApplies == true
        merged.gdprApplies = isRestricted ? true : agreed(gdprApplies, other.gdprApplies)
        merged.region = agreed(region, other.region)
        merged.gpc = gpc == true || other.gpc == true ? true : gpc ?? other.gpc
        merged.undecidedBecause = [undecidedBecause, other.undecidedBecause].compactMap(\.self).min()
        return merged
    }

    /// All ids, the primary one first.
    private static func united(_ first: [SubjectID], _ second: [SubjectID]) -> [SubjectID] {
        guard let primary = [first.first, second.first].compactMap(\.self).min() else { return [] }
        return [primary] + Set(first + second).subtracting([primary]).sorted()
    }

    private static func merged(_ first: [Decision], _ second: [Decision]) -> [Decision] {
        let left = Dictionary(grouping: first, by: DecisionName.init)
        let right = Dictionary(grouping: second, by: DecisionName.init)
        return Set(left.keys).union(right.keys).sorted().map { name in
            name.merged(left[name] ?? [name.open], right[name] ?? [name.open])
        }
    }
}

/// What a decision is about. The label belongs to it, because policies and mappings may go by the label.
private struct DecisionName: Hashable, Comparable {
    let kind: Decision.Kind
    let key: String
    let label: String?

    init(_ decision: Decision) {
        kind = decision.kind
        key = decision.key
        label = decision.label
    }

    static func < (left: DecisionName, right: DecisionName) -> Bool {
        (left.kind.rawValue, left.key, left.label == nil ? 0 : 1, left.label ?? "")
            < (right.kind.rawValue, right.key, right.label == nil ? 0 : 1, right.label ?? "")
    }

    /// What a record that does not name the key says about it: nothing.
    var open: Decision { Decision(kind: kind, key: key, label: label, state: .none) }

    /// The strictest of the claims; of several grants the one that ends first, of several denials the one that ends
    /// last.
    func merged(_ first: [Decision], _ second: [Decision]) -> Decision {
        let claims = first + second
        let state = claims.map(\.state).max { $0.strictness < $1.strictness } ?? .none
        let winners = claims.filter { $0.state == state }
        let outlasting = state == .denied ? later : earlier
        return Decision(
            kind: kind,
            key: key,
            label: label,
            state: state,
            changedAt: outlasting(winners.map(\.changedAt)),
            expiresAt: outlasting(winners.map(\.expiresAt))
        )
    }
}

/// What both say, if they say the same.
private func agreed<Value: Equatable>(_ left: Value?, _ right: Value?) -> Value? {
    left == right ? left : nil
}

/// The earliest time; nil, which is no end, only where all are nil.
private func earlier(_ times: [Instant?]) -> Instant? {
    times.compactMap(\.self).min()
}

/// The latest time; nil, which is no end, where one is nil.
private func later(_ times: [Instant?]) -> Instant? {
    times.contains(nil) ? nil : times.compactMap(\.self).max()
}

extension Decision.State {
    /// Which of two states wins where both are claimed: a denial before none before a grant.
    fileprivate var strictness: Int {
        switch self {
        case .granted: 0
        case .none: 1
        case .denied: 2
        }
    }
}
