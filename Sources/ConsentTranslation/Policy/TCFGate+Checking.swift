import ConsentStrings

/// What a gate says.
enum GateVerdict: Sendable, Hashable {
    /// Nothing against it.
    case passes(String)
    /// A refusal.
    case fails(String)
    /// The question cannot be answered; counts as undecided.
    case unknown(String)
}

extension CategoryRule.TCFGate {
    /// Checks the gate against a record's TC string.
    func verdict(for record: ConsentRecord, rule: Policy.TCFRule) -> GateVerdict {
        if rule == .strict, record.gdprApplies == false {
            return .passes("GDPR does not apply by the payload's own word")
        }
        guard let text = record.strings.tcf else { return .unknown("the payload has no TC string") }
        guard let string = try? TCString(text) else { return .unknown("the TC string does not decode") }
        for purpose in purposes where !string.purposeConsents.contains(purpose) {
            // Not asked is no refusal; the strict reading has the word for it.
            if rule == .strict, purpose == 1, string.purposeOneTreatment { continue }
            return .fails("no consent to purpose \(purpose)")
        }
        guard string.vendorConsents.contains(vendor) else { return .fails("no consent to vendor \(vendor)") }
        if rule == .strict, let objection = objection(to: string) { return objection }
        return .passes("consent to vendor \(vendor) and its purposes")
    }

    /// 2021-09-01T00:00:00Z: strings made from then on are valid only for one site.
    private static let endOfGlobalScope: Int64 = 1_630_454_400_000

    /// 2026-02-28T00:00:00Z: strings made from then on must have the segment of disclosed vendors (TCF 2.3).
    private static let startOfDisclosure: Int64 = 1_772_236_800_000

    /// What the strict reading holds against a string whatever consents it has ("IAB Tech Lab - Consent string and
    /// vendor list formats v2": global scope invalid since September 2021, restrictions, disclosed vendors).
    private func objection(to string: TCString) -> GateVerdict? {
        if !string.isServiceSpecific, string.lastUpdatedMilliseconds >= Self.endOfGlobalScope {
            return .unknown("the TC string has global scope, which has been invalid since September 2021")
        }
        if string.purposeOneTreatment, purposes.contains(1), !string.purposeConsents.contains(1) {
            return .unknown("purpose 1 was not asked (PurposeOneTreatment)")
        }
        if string.damagedSegments.contains(.disclosedVendors) {
            return .unknown("the segment of disclosed vendors is damaged")
        }
        if let disclosed = string.disclosedVendors {
            if !disclosed.contains(vendor) { return .fails("vendor \(vendor) was not disclosed") }
        } else if string.createdMilliseconds >= Self.startOfDisclosure {
            return .unknown("the segment of disclosed vendors is missing, mandatory since 2026-02-28")
        }
        for restriction in string.publisherRestrictions
        where purposes.contains(restriction.purposeID) && restriction.vendors.contains(vendor) {
            switch restriction.type {
            case .requireConsent: continue
            case .notAllowed, .undefined:
                return .fails("the publisher forbids purpose \(restriction.purposeID) to vendor \(vendor)")
            case .requireLegitimateInterest:
                return .fails("the publisher bars consent as basis of purpose \(restriction.purposeID) for the vendor")
            }
        }
        return nil
    }
}
