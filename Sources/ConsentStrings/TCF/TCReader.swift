/// Decodes TC strings from bits of one kind.
struct TCReader<Bits: SegmentSource> {
    private var bits: Bits

    /// Sets of strings before, for the next string that has such a segment or restriction.
    private var spareSets = SpareSets()

    init(_ bits: Bits = Bits()) { self.bits = bits }

    /// Decodes into a value whose memory is used again.
    mutating func decode(
        _ text: Span<UInt8>,
        into value: inout TCString
    ) throws(ConsentStringError) -> [ConsentStringWarning] {
        reset(&value)
        var log = WarningLog()
        do throws(ConsentStringError) {
            let coreEnd = try loadCore(text)
            try value.readCore(bits, bitCount: bits.bitCount, spareSets: &spareSets, log: &log)
            if coreEnd < text.count {
                try decodeSegments(of: text, from: coreEnd, into: &value, log: &log)
            }
        } catch {
            // What was read before the damage must not be taken for the string's.
            value = TCString()
            throw error
        }
        return log.warnings
    }

    /// Takes out of the value what a string may leave untouched.
    private mutating func reset(_ value: inout TCString) {
        spareSets.keep(&value.disclosedVendors)
        spareSets.keep(&value.allowedVendors)
        spareSets.keep(&value.publisherRestrictions)
        value.publisherPurposes = nil
        value.damagedSegments = []
        if !value.unknownSegments.isEmpty { value.unknownSegments = [] }
    }

    mutating func permissionMask(of text: Span<UInt8>, vendor: Int) throws(ConsentStringError) -> UInt16 {
        let coreEnd = try loadCore(text)
        let mask = try TCCore.permissionMask(bits, bitCount: bits.bitCount, vendor: vendor)
        if coreEnd < text.count { try Self.checkTail(of: text, from: coreEnd) }
        return mask
    }

    /// The permission mask of a TC string that starts at `start` and ends at a tilde or at the end of the text, found in
    /// the same walk that reads the string.
    ///
    /// - Returns: the mask and where the string ends; nothing if it is damaged, which ``permissionMask(of:vendor:)`` of
    ///   the string alone explains.
    @inline(__always)
    mutating func permissionMask(
        upToTilde text: Span<UInt8>,
        from start: Int,
        vendor: Int
    ) -> (mask: UInt16, end: Int)? {
        guard start < text.count, text[start] == UInt8(ascii: "C") else { return nil }
        var end = bits.load(text, from: start)
        guard let mask = try? TCCore.permissionMask(bits, bitCount: bits.bitCount, vendor: vendor) else { return nil }
        var number = 1
        while end < text.count, text[end] == UInt8(ascii: ".") {
            number &+= 1
            guard number <= ConsentStringLimits.maxSegments else { return nil }
            end = Bits.firstForeign(in: text, from: end &+ 1)
        }
        return end == text.count || text[end] == UInt8(ascii: "~") ? (mask, end) : nil
    }

    /// Checks that this is a TC string and decodes the characters of its core.
    ///
    /// - Returns: where the core ends: at a dot or at the end of the text.
    @inline(__always)
    private mutating func loadCore(_ text: Span<UInt8>) throws(ConsentStringError) -> Int {
        guard text.count > 0, text.count <= ConsentStringLimits.maxTextBytes, text[0] == UInt8(ascii: "C") else {
            try TextCheck.version(2, of: .tcf2, in: text)
            return 0
        }
        return try bits.loadSegment(text, from: 0, name: "core segment")
    }

    /// Decodes the segments behind the core; `start` is at the first dot.
    private mutating func decodeSegments(
        of text: Span<UInt8>,
        from start: Int,
        into value: inout TCString,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        var at = start
        var number = 1
        var seen: TCSegmentSet = []
        while at < text.count {
            at += 1
            number += 1
            guard number <= ConsentStringLimits.maxSegments else { throw TextCheck.tooManySegments }
            let end = try bits.loadSegment(text, from: at, name: "segment \(number)")
            if end > at {
                decodeSegment(text, range: at..<end, into: &value, seen: &seen, log: &log)
            } else if end == text.count {
                log.add(.trailingDot, "The string ends with a dot.")
            } else {
                log.add(.emptySegment, "There is nothing between two dots.")
            }
            at = end
        }
    }

    /// Decodes the loaded segment, whose characters are those of `range`.
    private mutating func decodeSegment(
        _ text: Span<UInt8>,
        range: Range<Int>,
        into value: inout TCString,
        seen: inout TCSegmentSet,
        log: inout WarningLog
    ) {
        let type = bits.integer("Type", at: 0, count: 3)
        guard let segment = TCSegment(rawValue: type) else {
            bits.note(.segment("segment of unknown type"))
            bits.note(.unread)
            value.unknownSegments.append(UnknownTCSegment(type: type, text: text.string(range)))
            return
        }
        bits.note(.segment(segment.title.description))
        guard !seen.contains(TCSegmentSet(segment)) else {
            bits.note(.unread)
            log.add(.duplicateSegment, "The \(segment.title) comes more than once; the first one counts.")
            return
        }
        seen.insert(TCSegmentSet(segment))
        do throws(ConsentStringError) {
            switch segment {
            case .disclosedVendors: value.disclosedVendors = try vendors(of: segment, log: &log)
            case .allowedVendors: value.allowedVendors = try vendors(of: segment, log: &log)
            case .publisherPurposes:
                value.publisherPurposes = try PublisherPurposes(bits, bitCount: bits.bitCount)
            }
        } catch {
            bits.note(.damage(error))
            value.damagedSegments.insert(TCSegmentSet(segment))
            log.add(.damagedSegment, "\(error.message) Nothing of that segment counts.", bit: error.bit)
        }
    }

    private mutating func vendors(of segment: TCSegment, log: inout WarningLog) throws(ConsentStringError) -> VendorSet
    {
        let name = FieldName(field: "vendors", segment: segment.title)
        var vendors = spareSets.take()
        let field = try VendorField.read(bits, bitCount: bits.bitCount, start: 3, of: name, into: &vendors)
        field.note(in: &log, of: name)
        return vendors
    }

    /// Checks the characters and the number of the segments behind the core as ``decode(_:)`` does.
    private static func checkTail(of text: Span<UInt8>, from start: Int) throws(ConsentStringError) {
        var number = 1
        var (at, segmentStart) = (start, 0)
        while at < text.count {
            guard text[at] == UInt8(ascii: ".") else {
                throw TextCheck.foreignCharacter(in: "segment \(number)", bit: 6 &* (at &- segmentStart))
            }
            number += 1
            guard number <= ConsentStringLimits.maxSegments else { throw TextCheck.tooManySegments }
            segmentStart = at &+ 1
            at = Bits.firstForeign(in: text, from: segmentStart)
        }
    }
}

extension TCReader: Sendable where Bits: Sendable {}
