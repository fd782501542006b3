/// What is to be exported about one subject.
public struct ExportedDecision: Sendable, Hashable {
    /// A TC string that came with the decision.
    public struct ConsentString: Sendable, Hashable {
        /// The string, verbatim.
        public let text: String
        /// Whether GDPR applies; nil where nobody said.
        public let gdprApplies: Bool?

        /// A string.
        public init(text: String, gdprApplies: Bool?) {
            self.text = text
            self.gdprApplies = gdprApplies
        }
    }

    /// What the person decided. Undecided categories are left out of every form.
    public let permissions: Permissions
    /// The organisation's defaults (`preOptInApprovals`), which are nobody's decision.
    public let defaults: Permissions
    /// Whether Opt-In is to be on (`doesOptInApply`).
    public let applies: Bool
    /// When the person decided, in milliseconds since 1970.
    public let decidedAt: Int64?
    /// The TC string.
    public let tcf: ConsentString?
    /// What is to be known about it.
    public let notes: [ExportNote]

    /// Creates a decision from what a policy came to.
    ///
    /// Where Opt-In does not apply, a policy approves everything, though nobody chose so; such approvals are not
    /// exported as if somebody had. A denial stands even then, by Global Privacy Control for instance, and the library
    /// heeds it only while Opt-In is on: so it is left on.
    public init(
        permissions: Permissions,
        defaults: Permissions = .undecided,
        applies: Bool = true,
        decidedAt: Int64? = nil,
        tcf: ConsentString? = nil
    ) {
        let isOff = !applies && permissions.denied.isEmpty
        self.permissions = applies ? permissions : Permissions(approved: [], decided: permissions.denied)
        // With everything allowed by default, a denial is the only thing that is to be different.
        self.defaults = applies || isOff ? defaults : Permissions(approved: .all, decided: .all)
        self.applies = !isOff
        self.decidedAt = decidedAt
        self.tcf = tcf
        notes =
            applies
            ? []
            : [
                ExportNote(
                    .doesNotApply,
                    "Opt-In does not apply to this record; approvals that nobody gave are not written."
                )
            ]
    }
}
