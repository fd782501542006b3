import ConsentStrings

/// What a gate says.
enum GateVerdict: Sendable, Hashable {
    /// Nothing against it.
    case passes(Reason)
    /// A refusal.
    case fails(Reason)
    /// The question cannot be answered; counts as undecided.
    case unknown(Reason)
}

extension CategoryRule.TCFGate {
    /// Checks the gate by one of the two rules.
    ///
    /// - Parameters:
    ///   - evidence: what the record has.
    ///   - rule: the rule.
    ///   - list: the vendor list, for the strict rule; nil where none is at hand.
    ///   - now: the time at which vendors may be off the list.
    func verdict(
        on evidence: TCFEvidence,
        rule: Policy.TCFRule,
        list: GlobalVendorList?,
        now: Instant
    ) -> GateVerdict {
        switch rule {
        case .adobePlugin: pluginVerdict(on: evidence)
        case .strict: strictVerdict(on: evidence, list: list, now: now)
        }
    }

    /// Consent of the vendor and its purposes, bit by bit; nothing else is looked at (VisitorAPI 5.5).
    private func pluginVerdict(on evidence: TCFEvidence) -> GateVerdict {
        guard let string = evidence.string else { return Self.noString(evidence) }
        for purpose in purposes where !string.purposeConsents.contains(purpose) { return Self.refused(purpose) }
        guard string.vendorConsents.contains(vendor) else { return noVendorConsent }
        return consented
    }

    /// The framework's own rules, with consent as the only basis.
    private func strictVerdict(on evidence: TCFEvidence, list: GlobalVendorList?, now: Instant) -> GateVerdict {
        if evidence.gdprApplies == false { return .passes("GDPR does not apply by the payload's own word") }
        guard let string = evidence.string else { return Self.noString(evidence) }
        for purpose in purposes where string.answer(for: purpose) == .refused { return Self.refused(purpose) }
        guard string.vendorConsents.contains(vendor) else { return noVendorConsent }
        return objection(to: string) ?? list.flatMap { objection(of: $0, to: string, now: now) } ?? consented
    }

    private var consented: GateVerdict { .passes(.number("consent to vendor ", vendor, " and its purposes")) }

    private var noVendorConsent: GateVerdict { .fails(.number("no consent to vendor ", vendor)) }

    private static func refused(_ purpose: Int) -> GateVerdict { .fails(.number("no consent to purpose ", purpose)) }

    private static func noString(_ evidence: TCFEvidence) -> GateVerdict {
        .unknown(evidence.hasText ? "the TC string does not decode" : "the payload has no TC string")
    }

    /// 2021-09-01T00:00:00Z: strings made from then on are valid only for one site.
    private static let endOfGlobalScope: Int64 = 1_630_454_400_000

    /// 2026-02-28T00:00:00Z: strings made from then on must have the segment of disclosed vendors (TCF 2.3).
    private static let startOfDisclosure: Int64 = 1_772_236_800_000

    /// What the strict rule holds against a string whatever consents it has ("IAB Tech Lab - Consent string and
    /// vendor list formats v2": global scope invalid since September 2021, restrictions, disclosed vendors).
    private func objection(to string: TCString) -> GateVerdict? {
        if !string.isServiceSpecific, string.lastUpdatedMilliseconds >= Self.endOfGlobalScope {
            return .unknown("the TC string has global scope, which has been invalid since September 2021")
        }
        if purposes.contains(where: { string.answer(for: $0) == .notAsked }) {
            return .unknown("purpose 1 was not asked (PurposeOneTreatment)")
        }
        if string.damagedSegments.contains(.disclosedVendors) {
            return .unknown("the segment of disclosed vendors is damaged")
        }
        if let disclosed = string.disclosedVendors {
            if !disclosed.contains(vendor) { return .fails(.number("vendor ", vendor, " was not disclosed")) }
        } else if string.createdMilliseconds >= Self.startOfDisclosure {
            return .unknown("the segment of disclosed vendors is missing, mandatory since 2026-02-28")
        }
        for restriction in string.publisherRestrictions
        where purposes.contains(restriction.purposeID) && restriction.vendors.contains(vendor) {
            switch restriction.type {
            case .requireConsent: continue
            case .notAllowed, .undefined:
                return .fails(.words("the publisher forbids purpose \(restriction.purposeID) to vendor \(vendor)"))
            case .requireLegitimateInterest:
                return .fails(
                    .number("the publisher bars consent as basis of purpose ", restriction.purposeID, " for the vendor")
                )
            }
        }
        return nil
    }

    /// What the vendor list holds against the vendor. A list of the other specification knows other vendors by the same
    /// ids, so by it nothing can be said.
    private func objection(of list: GlobalVendorList, to string: TCString, now: Instant) -> GateVerdict? {
        for purpose in purposes {
            let permission = list.permission(of: vendor, for: purpose, by: string, at: now.milliseconds)
            if permission.basis == .consent { continue }
            switch permission.reason {
            case .vendorListOfOtherEra:
                return .unknown("the vendor list is of another specification than the TC string means")
            case .vendorNotListed: return .fails(.number("vendor ", vendor, " is not on the vendor list"))
            case .vendorDeleted: return .fails(.number("vendor ", vendor, " was taken off the vendor list"))
            default: return .fails(.words("vendor \(vendor) does not base purpose \(purpose) on consent"))
            }
        }
        return nil
    }
}
