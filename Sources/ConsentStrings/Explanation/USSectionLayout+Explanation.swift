extension USSectionLayout {
    /// Tells of the fields of a core, as far as they are there.
    func tell(of bits: some BitSource) {
        var at = 6
        for field in fields {
            tell(of: field, in: bits, at: at)
            at += 2 * field.count
        }
    }

    /// Tells of the values of a field that starts at bit `start`.
    func tell(of field: USField, in bits: some BitSource, at start: Int) {
        for index in 0..<field.count {
            let offset = start + 2 * index
            let value = bits.integer(at: offset, count: 2)
            bits.note(
                .field(
                    ConsentStringExplanation.Field(
                        offset: offset,
                        width: 2,
                        name: field.isList ? "\(field.name) \(index + 1)" : field.name,
                        value: .integer(value),
                        meaning: meaning(of: value, in: field, at: index)
                    )
                )
            )
        }
    }

    /// What a value stands for: 3 for nothing, 0 for a choice that does not apply.
    private func meaning(of value: Int, in field: USField, at index: Int) -> String {
        guard let words = words(for: field), value != 3 else { return "no value of this field" }
        let subject = subject(of: field, at: index).map { "\($0): " } ?? ""
        return subject + (value == 0 ? "not applicable" : value == 1 ? words.one : words.two)
    }

    private func words(for field: USField) -> (one: String, two: String)? {
        let optOut = (one: "opted out", two: "did not opt out")
        switch field.name {
        case "MspaMode": return ("opt-out option mode", "service provider mode")
        case "SensitiveDataProcessing":
            let isOptOut = USMeanings.find(id, version: version)?.sensitiveDataForm == .optOut
            return isOptOut ? optOut : ("no consent", "consent")
        case let name where name.hasPrefix("Mspa"): return ("yes", "no")
        case let name where name.hasSuffix("Notice"): return ("given", "not given")
        case let name where name.hasSuffix("OptOut"): return optOut
        default: return ("no consent", "consent")
        }
    }

    /// What a position of a list is about.
    private func subject(of field: USField, at index: Int) -> String? {
        guard let meanings = USMeanings.find(id, version: version) else { return nil }
        switch field.name {
        case "SensitiveDataProcessing" where meanings.sensitiveData.indices.contains(index):
            return meanings.sensitiveData[index].rawValue.split(separator: "_").joined(separator: " ")
        case "KnownChildSensitiveDataConsents" where meanings.knownChildren.indices.contains(index):
            let child = meanings.knownChildren[index]
            let ages = child.ages.lowerBound == 0 ? "up to \(child.ages.upperBound)" : child.ages.inWords
            return child.processing == .any ? ages : "\(ages), \(child.processing.rawValue)"
        default: return nil
        }
    }
}

extension ClosedRange<Int> {
    fileprivate var inWords: String { count == 1 ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)" }
}

extension USSection {
    /// Tells of the header that sections 24 to 27 may have in front, which decoding passes over: damage in it is none.
    static func tellHeader(of bits: some SegmentSource) {
        bits.note(.segment("header of the section"))
        _ = bits.integer("SectionId", at: 0, count: 6)
        guard bits.bitCount >= 12 else { return bits.note(.unread) }
        _ = bits.integer("Version", at: 6, count: 6)
        bits.note(.part("SubSections"))
        let name = FieldName(field: "list of sub-sections", segment: "header of the section")
        if (try? FibonacciRange.walk(bits, bitCount: bits.bitCount, start: 12, of: name) { _, _ in }) == nil {
            bits.note(.unread)
        }
    }
}
