/// What a TC string says about the consent to one purpose.
public enum PurposeAnswer: String, Sendable, Hashable, CaseIterable {
    /// The person consented.
    case consented
    /// The person was asked and did not consent.
    case refused
    /// The person was not asked.
    case notAsked
}

extension TCString {
    /// The person's answer for a purpose.
    ///
    /// This is the one place that reads the consent bit of purpose 1 together with PurposeOneTreatment ("Consent string
    /// and vendor list formats v2", core). The flag says that purpose 1 was not disclosed at all, and the bit is then 0
    /// by rule. Strings that set both exist, Adobe's own samples among them, and contradict themselves: nobody can have
    /// consented to what was not disclosed. The specification leaves purpose 1 to the law of the publisher's country
    /// then, which this library does not judge. So with the flag the bit counts for nothing, set or not: no consent,
    /// and no refusal either.
    public func answer(for purpose: Int) -> PurposeAnswer {
        if purpose == 1, purposeOneTreatment { return .notAsked }
        return purposeConsents.contains(purpose) ? .consented : .refused
    }
}
