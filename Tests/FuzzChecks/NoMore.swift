public import ConsentStrings

/// Whether a string that was cut grants no more than the whole one.
public func isNoMore(_ cut: ConsentString, than whole: ConsentString) -> Bool {
    switch (cut, whole) {
    case (.tcf2(let cut), .tcf2(let whole)): isNoMore(cut, than: whole)
    case (.tcf1(let cut), .tcf1(let whole)):
        cut.vendorConsents == whole.vendorConsents && cut.purposesAllowed == whole.purposesAllowed
    case (.tcf1Publisher(let cut), .tcf1Publisher(let whole)):
        cut.standardPurposesAllowed == whole.standardPurposesAllowed
            && cut.customPurposesAllowed == whole.customPurposesAllowed
    case (.gpp(let cut), .gpp(let whole)): isNoMore(cut, than: whole)
    case (.ac(let cut), .ac(let whole)):
        // Cut inside its digits the last id that was written is another one.
        Set(cut.consented).subtracting(whole.consented).count <= 1
    case (.usp, _): false
    default: false
    }
}

/// Whether every section of `cut` is one of `whole` and says no more.
private func isNoMore(_ cut: GPPString, than whole: GPPString) -> Bool {
    let originals = Dictionary(whole.sections.map { ($0.id, $0.content) }) { first, _ in first }
    return cut.sections.allSatisfy { section in
        guard let original = originals[section.id] else { return false }
        // What could not be read may be readable without its damaged end; nobody knows what it said.
        if case .unreadable = original { return true }
        return isNoMore(section.content, than: original)
    }
}

/// Whether every permission of `cut` is one of `whole`: consents no more, restrictions no fewer.
public func isNoMore(_ cut: TCString, than whole: TCString) -> Bool {
    let restrictions = whole.publisherRestrictions.allSatisfy { wanted in
        cut.publisherRestrictions.contains {
            $0.purposeID == wanted.purposeID && $0.type == wanted.type && wanted.vendors.isSubset(of: $0.vendors)
        }
    }
    let disclosed =
        switch (cut.disclosedVendors, whole.disclosedVendors) {
        case (let cut?, let whole?): cut.isSubset(of: whole)
        // Cut in front of the segment's dot nobody can know that it was there.
        case (nil, _): true
        case (_?, nil): false
        }
    return restrictions && disclosed && cut.purposeConsents.isSubset(of: whole.purposeConsents)
        && cut.purposeLegitimateInterests.isSubset(of: whole.purposeLegitimateInterests)
        && cut.vendorConsents.isSubset(of: whole.vendorConsents)
        && cut.vendorLegitimateInterests.isSubset(of: whole.vendorLegitimateInterests)
        && (cut.publisherPurposes == nil || cut.publisherPurposes == whole.publisherPurposes)
}

/// Whether a section says no more than the original. A signal behind the cut is not known any more, and of two that
/// contradict each other only the first may be left.
public func isNoMore(_ cut: GPPSection.Content, than whole: GPPSection.Content) -> Bool {
    switch (cut, whole) {
    case (.unreadable, _): return true
    case (.us(var cut), .us(let whole)):
        if cut.globalPrivacyControl != true { cut.globalPrivacyControl = whole.globalPrivacyControl }
        cut.separateSensitiveData = cut.separateSensitiveData ?? whole.separateSensitiveData
        return cut == whole
    case (.tcfEUv2(let cut), .tcfEUv2(let whole)): return isNoMore(cut, than: whole)
    case (.tcfCAv1(let cut), .tcfCAv1(let whole)):
        return cut.vendorExpressConsents == whole.vendorExpressConsents
            && cut.vendorImpliedConsents == whole.vendorImpliedConsents
            && cut.publisherRestrictions == whole.publisherRestrictions
    default: return cut == whole
    }
}
