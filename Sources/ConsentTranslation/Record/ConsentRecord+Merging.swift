extension ConsentRecord {
    /// One record of two that claim to be current at the same time: what either denies is denied, what either leaves
    /// open stays open, and consent strings that differ are dropped, since which of them holds cannot be known.
    ///
    /// The result is the same whichever of the two comes first.
    public func mergedAtEqualTime(with other: ConsentRecord) -> ConsentRecord {
        let (first, second) =
            canonicalBytes.lexicographicallyPrecedes(other.canonicalBytes) ? (self, other) : (other, self)
        var merged = first
        merged.decisions = first.decisions.map { decision in
            second.decisions.first { $0.kind == decision.kind && $0.key == decision.key }
                .map { decision.state.strictness >= $0.state.strictness ? decision : $0 } ?? decision
        }
        merged.decisions += second.decisions.filter { decision in
            !first.decisions.contains { $0.kind == decision.kind && $0.key == decision.key }
        }
        merged.strings = Strings(
            tcf: first.strings.tcf == second.strings.tcf ? first.strings.tcf : nil,
            ac: first.strings.ac == second.strings.ac ? first.strings.ac : nil,
            gpp: first.strings.gpp == second.strings.gpp ? first.strings.gpp : nil,
            usp: first.strings.usp == second.strings.usp ? first.strings.usp : nil
        )
        if first.gpc == true || second.gpc == true { merged.gpc = true }
        if first.explicitness != second.explicitness { merged.explicitness = .implicit }
        merged.undecidedBecause = first.undecidedBecause ?? second.undecidedBecause
        return merged
    }
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
