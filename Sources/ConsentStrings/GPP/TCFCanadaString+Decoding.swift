extension TCFCanadaString {
    private static let core = "core of the TCF Canada section"
    /// Bits in front of the vendor fields.
    private static let headBits = 199

    /// Decodes the text of section 5.
    static func decode(
        _ text: Span<UInt8>,
        bits: inout SegmentBits,
        log: inout WarningLog
    ) throws(ConsentStringError) -> TCFCanadaString {
        let end = try bits.loadSegment(text, from: 0, name: core)
        guard bits.bitCount >= 6 else {
            throw ConsentStringError(code: .empty, message: "The TCF Canada section has no core.", bit: 0)
        }
        var value = TCFCanadaString()
        let layouts = try value.readCore(bits, log: &log)
        try value.readSegments(text, from: end, layouts: layouts, bits: &bits, log: &log)
        return value
    }

    /// Reads the core.
    ///
    /// - Returns: the layouts that its vendor fields may have.
    private mutating func readCore(
        _ bits: SegmentBits,
        log: inout WarningLog
    ) throws(ConsentStringError) -> [CanadaLayout] {
        let words = bits.words.span
        let version = words.integer(at: 0, count: 6)
        guard version == 1 else {
            throw ConsentStringError(
                code: .unsupportedVersion,
                message: "The layout of version \(version) of the TCF Canada section is not known.",
                bit: 0
            )
        }
        guard bits.bitCount >= Self.headBits else {
            throw FieldName(field: "fixed fields", segment: "core of the TCF Canada section").truncated(bits.bitCount)
        }
        self = TCFCanadaString(head: words)
        if consentLanguage == nil {
            log.add(.invalidLetters, "The consent language is not written in letters; it is unknown.", bit: 108)
        }
        return try readVendors(words, bitCount: bits.bitCount)
    }

    private init(head words: Span<UInt64>) {
        createdMilliseconds = words.milliseconds(at: 6)
        lastUpdatedMilliseconds = words.milliseconds(at: 42)
        cmpID = words.integer(at: 78, count: 12)
        cmpVersion = words.integer(at: 90, count: 12)
        consentScreen = words.integer(at: 102, count: 6)
        consentLanguage = words.letters(at: 108)
        vendorListVersion = words.integer(at: 120, count: 12)
        policyVersion = words.integer(at: 132, count: 6)
        usesNonStandardTexts = words.bit(at: 138)
        specialFeatureExpressConsents = PurposeSet(field: words.bits(at: 139, count: 12), count: 12)
        purposeExpressConsents = PurposeSet(field: words.bits(at: 151, count: 24), count: 24)
        purposeImpliedConsents = PurposeSet(field: words.bits(at: 175, count: 24), count: 24)
    }

    /// Reads the vendor fields and restrictions in the first layout that fits.
    ///
    /// - Returns: all layouts that fit, for the segments behind.
    private mutating func readVendors(
        _ words: Span<UInt64>,
        bitCount: Int
    ) throws(ConsentStringError) -> [CanadaLayout] {
        let name = FieldName(field: "vendor consents", segment: "core of the TCF Canada section")
        var fitting: [CanadaLayout] = []
        var failure: ConsentStringError?
        for layout in CanadaLayout.allCases {
            do throws(ConsentStringError) {
                let express = try layout.field(words, bitCount: bitCount, start: Self.headBits, of: name)
                let implied = try layout.field(words, bitCount: bitCount, start: express.end, of: name)
                let restrictions = try layout.restrictions(words, bitCount: bitCount, start: implied.end)
                guard express.isPlausible, implied.isPlausible, restrictions.isPlausible,
                    words.isPadding(from: restrictions.end, to: bitCount)
                else { continue }
                if fitting.isEmpty {
                    vendorExpressConsents = express.vendors
                    vendorImpliedConsents = implied.vendors
                    publisherRestrictions = PublisherRestriction.united(restrictions.records)
                }
                fitting.append(layout)
            } catch {
                failure = failure ?? error
            }
        }
        guard fitting.isEmpty else { return fitting }
        throw failure
            ?? ConsentStringError(
                code: .unknownLayout,
                message: "The vendor consents of the TCF Canada section fit none of the layouts in use.",
                bit: Self.headBits
            )
    }

    private mutating func readSegments(
        _ text: Span<UInt8>,
        from start: Int,
        layouts: [CanadaLayout],
        bits: inout SegmentBits,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        var at = start
        var number = 1
        var seen: TCSegmentSet = []
        while at < text.count {
            number += 1
            guard number <= ConsentStringLimits.maxSegments else { throw TextCheck.tooManySegments }
            let end = try bits.loadSegment(text, from: at + 1, name: "segment \(number)")
            defer { at = end }
            guard end > at + 1 else {
                log.add(.emptySegment, "A segment of the TCF Canada section is empty.")
                continue
            }
            guard let segment = TCSegment(rawValue: bits.words.span.integer(at: 0, count: 3)),
                segment != .allowedVendors
            else { continue }
            guard !seen.contains(TCSegmentSet(segment)) else {
                log.add(.duplicateSegment, "The \(segment.title) comes more than once; the first one counts.")
                continue
            }
            seen.insert(TCSegmentSet(segment))
            readSegment(segment, layouts: layouts, bits: bits, log: &log)
        }
    }

    private mutating func readSegment(
        _ segment: TCSegment,
        layouts: [CanadaLayout],
        bits: SegmentBits,
        log: inout WarningLog
    ) {
        do throws(ConsentStringError) {
            if segment == .publisherPurposes {
                publisherPurposes = try PublisherPurposes(bits.words.span, bitCount: bits.bitCount)
            } else {
                disclosedVendors = try Self.disclosedVendors(bits, layouts: layouts)
            }
        } catch {
            damagedSegments.insert(TCSegmentSet(segment))
            log.add(.damagedSegment, "\(error.message) Nothing of that segment counts.", bit: error.bit)
        }
    }

    private static func disclosedVendors(
        _ bits: SegmentBits,
        layouts: [CanadaLayout]
    ) throws(ConsentStringError) -> VendorSet {
        let name = FieldName(field: "vendors", segment: TCSegment.disclosedVendors.title)
        var failure: ConsentStringError?
        for layout in layouts {
            do throws(ConsentStringError) {
                let field = try layout.field(bits.words.span, bitCount: bits.bitCount, start: 3, of: name)
                if field.isPlausible, bits.words.span.isPadding(from: field.end, to: bits.bitCount) {
                    return field.vendors
                }
            } catch {
                failure = failure ?? error
            }
        }
        throw failure
            ?? ConsentStringError(
                code: .unknownLayout,
                message: "The disclosed vendors of the TCF Canada section fit none of the layouts in use.",
                bit: 3
            )
    }
}
