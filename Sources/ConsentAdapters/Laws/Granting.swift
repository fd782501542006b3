import ConsentTranslation
import OptIn

/// What a payload grants under a case's policy: what a damaged one may not exceed.
struct Granting: Sendable, Hashable {
    /// The approved categories.
    var approved: CategorySet = []
    /// The granted decisions that count, by kind and key.
    var counting: Set<String> = []
    /// The granted decisions, whether they count or not.
    var claimed: Set<String> = []

    /// What several payloads grant together.
    func union(_ other: Granting) -> Granting {
        Granting(
            approved: approved.union(other.approved),
            counting: counting.union(other.counting),
            claimed: claimed.union(other.claimed)
        )
    }
}

/// Reads payloads as the whole road does, and tells what they grant.
struct GrantReader {
    let adapter: any ConsentAdapter
    /// The decisions whose names are real: those that the mapping or an intact case has. A name that damage made up is
    /// none of them, and no policy can mean it.
    let known: Set<String>

    init(_ adapter: any ConsentAdapter, cases: [AdapterCase]) {
        self.adapter = adapter
        var known: Set<String> = []
        for kind in Decision.Kind.allCases {
            for key in adapter.mapping.purposes.keys { known.insert(Self.name(kind, key)) }
        }
        for item in cases {
            let records = (try? adapter.decode(RawItem(text: item.payload))) ?? []
            for decision in records.flatMap(\.decisions) { known.insert(Self.name(decision.kind, decision.key)) }
        }
        self.known = known
    }

    /// The records of a payload; nil where it is refused.
    func records(_ payload: String) -> [ConsentRecord]? {
        try? adapter.decode(RawItem(text: payload))
    }

    /// What records grant under a case's policy.
    func granting(_ records: [ConsentRecord]?, _ item: AdapterCase) -> Granting {
        guard let records else { return Granting() }
        return Granting(
            approved: item.permissions(of: records, adapter.mapping).approved,
            counting: names(records.flatMap { item.policy.countingGrants(of: $0, now: item.now) }),
            claimed: claimed(records)
        )
    }

    /// What a payload grants under a case's policy; nothing where it is refused.
    func granting(_ payload: String, _ item: AdapterCase) -> Granting {
        granting(records(payload), item)
    }

    /// The granted decisions of records, whether they count or not.
    func claimed(_ records: [ConsentRecord]?) -> Set<String> {
        names((records ?? []).flatMap { $0.decisions.filter { $0.state == .granted } })
    }

    private func names(_ decisions: [Decision]) -> Set<String> {
        Set(decisions.map { Self.name($0.kind, $0.key) }).intersection(known)
    }

    private static func name(_ kind: Decision.Kind, _ key: String) -> String { "\(kind.rawValue) \(key)" }

    /// In words what a payload grants beyond another; nil if nothing.
    func excess(of damaged: Granting, over whole: Granting) -> String? {
        let approved = damaged.approved.subtracting(whole.approved)
        if !approved.isEmpty {
            return "approves \(approved.categories.map(\.rawValue).joined(separator: ", "))"
        }
        let counting = damaged.counting.subtracting(whole.counting)
        return counting.isEmpty ? nil : "grants \(counting.sorted().joined(separator: ", "))"
    }
}
