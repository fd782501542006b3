extension TCFCanadaString {
    private static let core = "core of the TCF Canada section"
    /// Bits in front of the vendor fields.
    private static let headBits = 199

    /// Decodes the text of section 5.
    static func decode<Bits: SegmentSource>(
        _ text: Span<UInt8>,
        bits: inout Bits,
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
    private mutating func readCore<Bits: SegmentSource>(
        _ bits: Bits,
        log: inout WarningLog
    ) throws(ConsentStringError) -> [CanadaLayout] {
        let version = bits.integer("Version", at: 0, count: 6)
        guard version == 1 else {
            throw ConsentStringError(
                code: .unsupportedVersion,
                message: "The layout of version \(version) of the TCF Canada section is not known.",
                bit: 0
            )
        }
        guard bits.bitCount >= Self.headBits else {
            if Bits.isListening { readHead(bits) }
            throw FieldName(field: "fixed fields", segment: "core of the TCF Canada section").truncated(bits.bitCount)
        }
        readHead(bits)
        if consentLanguage == nil {
            log.add(.invalidLetters, "The consent language is not written in letters; it is unknown.", bit: 108)
        }
        return try readVendors(bits)
    }

    private mutating func readHead(_ bits: some BitSource) {
        createdMilliseconds = bits.milliseconds("Created", at: 6)
        lastUpdatedMilliseconds = bits.milliseconds("LastUpdated", at: 42)
        cmpID = bits.integer("CmpId", at: 78, count: 12)
        cmpVersion = bits.integer("CmpVersion", at: 90, count: 12)
        consentScreen = bits.integer("ConsentScreen", at: 102, count: 6)
        consentLanguage = bits.letters("ConsentLanguage", at: 108).text
        vendorListVersion = bits.integer("VendorListVersion", at: 120, count: 12)
        policyVersion = bits.integer("TcfPolicyVersion", at: 132, count: 6)
        usesNonStandardTexts = bits.bit("UseNonStandardStacks", at: 138)
        specialFeatureExpressConsents = bits.purposes("SpecialFeatureExpressConsent", at: 139, count: 12)
        purposeExpressConsents = bits.purposes("PurposesExpressConsent", at: 151, count: 24)
        purposeImpliedConsents = bits.purposes("PurposesImpliedConsent", at: 175, count: 24)
    }

    /// What stands behind the fixed fields of the core.
    private struct VendorFields {
        let express: CanadaLayout.Field
        let implied: CanadaLayout.Field
        let restrictions: CanadaLayout.Restrictions

        init(_ bits: some SegmentSource, in layout: CanadaLayout) throws(ConsentStringError) {
            express = try layout.field(
                bits,
                start: headBits,
                of: FieldName(field: "vendor express consents", segment: "core of the TCF Canada section")
            )
            implied = try layout.field(
                bits,
                start: express.end,
                of: FieldName(field: "vendor implied consents", segment: "core of the TCF Canada section")
            )
            restrictions = try layout.restrictions(bits, start: implied.end)
        }

        /// Whether all of it looks as the layout's writers write it, up to the end of the core.
        func areWhole(_ bits: some SegmentSource) -> Bool {
            express.isPlausible && implied.isPlausible && restrictions.isPlausible
                && bits.isPadding(from: restrictions.end)
        }
    }

    /// Reads the vendor fields and restrictions in the first layout that fits.
    ///
    /// - Returns: all layouts that fit, for the segments behind.
    private mutating func readVendors(_ bits: some SegmentSource) throws(ConsentStringError) -> [CanadaLayout] {
        let fitting = CanadaLayout.allCases.filter { layout in
            (try? VendorFields(bits, in: layout))?.areWhole(bits) ?? false
        }
        // Read once more, since those who listen heard of the other layouts last. What fits none is told as the layout
        // in use has it.
        let fields = try VendorFields(bits, in: fitting.first ?? .integerRange)
        guard !fitting.isEmpty else {
            throw ConsentStringError(
                code: .unknownLayout,
                message: "The vendor consents of the TCF Canada section fit none of the layouts in use.",
                bit: Self.headBits
            )
        }
        vendorExpressConsents = fields.express.vendors
        vendorImpliedConsents = fields.implied.vendors
        publisherRestrictions = PublisherRestriction.united(fields.restrictions.records)
        return fitting
    }

    private mutating func readSegments(
        _ text: Span<UInt8>,
        from start: Int,
        layouts: [CanadaLayout],
        bits: inout some SegmentSource,
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
            guard let segment = TCSegment(rawValue: bits.integer("Type", at: 0, count: 3)), segment != .allowedVendors
            else {
                bits.note(.segment("segment of unknown type"))
                bits.note(.unread)
                continue
            }
            bits.note(.segment(segment.title.description))
            guard !seen.contains(TCSegmentSet(segment)) else {
                bits.note(.unread)
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
        bits: some SegmentSource,
        log: inout WarningLog
    ) {
        do throws(ConsentStringError) {
            if segment == .publisherPurposes {
                publisherPurposes = try PublisherPurposes(bits, bitCount: bits.bitCount)
            } else {
                disclosedVendors = try Self.disclosedVendors(bits, layouts: layouts)
            }
        } catch {
            bits.note(.damage(error))
            damagedSegments.insert(TCSegmentSet(segment))
            log.add(.damagedSegment, "\(error.message) Nothing of that segment counts.", bit: error.bit)
        }
    }

    private static func disclosedVendors(
        _ bits: some SegmentSource,
        layouts: [CanadaLayout]
    ) throws(ConsentStringError) -> VendorSet {
        let name = FieldName(field: "vendors", segment: TCSegment.disclosedVendors.title)
        let fitting = layouts.first { layout in
            guard let field = try? layout.field(bits, start: 3, of: name) else { return false }
            return field.isPlausible && bits.isPadding(from: field.end)
        }
        // As the vendor fields of the core: the layout that counts is read last.
        let field = try (fitting ?? layouts.first ?? .integerRange).field(bits, start: 3, of: name)
        guard fitting != nil else {
            throw ConsentStringError(
                code: .unknownLayout,
                message: "The disclosed vendors of the TCF Canada section fit none of the layouts in use.",
                bit: 3
            )
        }
        return field.vendors
    }
}
