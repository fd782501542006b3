/// A standard in which consent is told to the Edge Network.
public enum ConsentStandard: String, Sendable, Hashable, CaseIterable {
    /// Adobe's standard 1.0: `general` is `in` or `out`.
    case adobe1 = "adobe-1"
    /// Adobe's standard 2.0: the schema "Consents and Preferences".
    case adobe2 = "adobe-2"
    /// The TC string itself.
    case iabTCF = "iab-tcf"
}

/// What a decision has to say in each standard that a form has.
struct StandardChoice: Sendable {
    let decision: ExportedDecision
    let rule: CollectionRule
    /// The standards that are written, in the order of their declaration.
    let standards: [ConsentStandard]
    /// What is to be known about the choice.
    let notes: [ExportNote]

    /// Chooses.
    ///
    /// - Parameters:
    ///   - decision: what was decided.
    ///   - rule: how categories become the standards' words.
    ///   - form: the standards that the form has.
    ///   - asked: the standards that somebody asked for; nil for those that the decision supports.
    init(_ decision: ExportedDecision, rule: CollectionRule, form: [ConsentStandard], asked: [ConsentStandard]?) {
        self.decision = decision
        self.rule = rule
        var notes = decision.notes
        var standards: [ConsentStandard] = []
        for standard in form where asked?.contains(standard) ?? true {
            if let note = Self.objection(to: standard, decision, rule, isAsked: asked != nil) {
                // What a decision does not have is no news, unless somebody asked for it.
                if asked != nil || note.code != .standardLeftOut { notes.append(note) }
            } else {
                standards.append(standard)
            }
        }
        for standard in asked ?? [] where !form.contains(standard) {
            notes.append(ExportNote(.standardLeftOut, "\(standard.rawValue) is left out: this form does not have it."))
        }
        if standards.isEmpty {
            notes.append(ExportNote(.nothingDecided, "Nothing is decided that this form has a word for."))
        }
        self.notes = notes
        self.standards = standards
    }

    private static func objection(
        to standard: ConsentStandard,
        _ decision: ExportedDecision,
        _ rule: CollectionRule,
        isAsked: Bool
    ) -> ExportNote? {
        let collecting = rule.collecting(under: decision.permissions)
        switch standard {
        case .adobe1:
            guard collecting == .undecided else { return nil }
            return ExportNote(.standardLeftOut, "adobe-1 is left out: it has no word for what is not decided.")
        case .adobe2:
            let content = rule.personalizing(under: decision.permissions)
            guard rule.word(collecting) == nil, rule.word(content) == nil else { return nil }
            return ExportNote(.standardLeftOut, "adobe-2 is left out: nothing that it has a word for is decided.")
        case .iabTCF:
            return objectionToString(decision, collecting, isAsked: isAsked)
        }
    }

    /// A TC string that the edge would take for more than was decided is sent only if somebody insists.
    private static func objectionToString(
        _ decision: ExportedDecision,
        _ collecting: Permission,
        isAsked: Bool
    ) -> ExportNote? {
        guard let tcf = decision.tcf else {
            return ExportNote(.standardLeftOut, "iab-tcf is left out: the payload has no TC string.")
        }
        let answer = AdobeTCF.edgeAnswer(to: tcf.text, gdprApplies: true)
        guard answer.general != nil else {
            return ExportNote(.stringUnreadable, "iab-tcf is left out: \(answer.because).")
        }
        let granted = AdobeTCF.edgeAnswer(to: tcf.text, gdprApplies: tcf.gdprApplies).general == .in
        guard granted, collecting != .approved, !isAsked else { return nil }
        return ExportNote(
            .stringWider,
            "iab-tcf is left out: the edge would take the TC string for in, but collecting is \(collecting.rawValue) by "
                + "the policy. Ask for it with --standard iab-tcf if the string is to count."
        )
    }
}
