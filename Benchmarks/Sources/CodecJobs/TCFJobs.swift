internal import ConsentStrings

/// The jobs on TC strings as the library does them.
public enum TCFJobs {
    /// The mask of purposes 1 to 10 and vendor 565.
    ///
    /// - Parameter isChecked: whether by the twin of the kernel that has no unchecked access.
    public static func mask(_ corpus: Corpus, isChecked: Bool = false) -> Checksums {
        var decoder = TCStringDecoder(isChecked: isChecked)
        var sums = Checksums()
        let bytes = corpus.bytes.span
        for line in corpus.lines {
            let mask = try? decoder.permissionMask(of: bytes.extracting(line), vendor: 565)
            sums.add(mask.map(UInt32.init) ?? UInt32.max)
        }
        return sums
    }

    /// Every field, into a value that is used again.
    public static func full(_ corpus: Corpus) -> Checksums {
        var decoder = TCStringDecoder()
        var value = TCString()
        var sums = Checksums()
        let bytes = corpus.bytes.span
        for line in corpus.lines {
            guard (try? decoder.decode(bytes.extracting(line), into: &value)) != nil else { continue }
            sums.add(value)
        }
        return sums
    }

    /// Every field, into a new value each.
    public static func values(_ corpus: Corpus) -> Checksums {
        var decoder = TCStringDecoder()
        var sums = Checksums()
        let bytes = corpus.bytes.span
        for line in corpus.lines {
            guard let decoded = try? decoder.decode(bytes.extracting(line)) else { continue }
            sums.add(decoded.value)
        }
        return sums
    }

    /// Values to encode.
    public struct Values: Sendable {
        let values: [TCString]

        /// Decodes a corpus.
        public init(_ corpus: Corpus) {
            var decoder = TCStringDecoder()
            values = corpus.lines.compactMap { try? decoder.decode(corpus.bytes.span.extracting($0)).value }
        }
    }

    /// Encodes values; the first sum is over the lengths of the strings.
    public static func encode(_ values: Values) -> Checksums {
        var sums = Checksums()
        for value in values.values {
            let text = try? value.encoded(enforcingRules: false)
            sums.add(UInt32(text?.utf8.count ?? 0))
        }
        return sums
    }
}

extension Checksums {
    @inline(__always)
    fileprivate mutating func add(_ value: borrowing TCString) {
        add(UInt32(value.permissionMask(vendor: 565)))
        add(UInt32(value.vendorConsents.count))
        add(UInt32(value.vendorLegitimateInterests.count))
        add(UInt32(value.cmpID))
        add(UInt32(value.vendorListVersion))
        add(UInt32(value.createdMilliseconds / 1_000))
        addSecond(UInt32(value.disclosedVendors?.count ?? 0))
        var pairs = 0
        for restriction in value.publisherRestrictions { pairs += restriction.vendors.count }
        addSecond(UInt32(pairs))
        var purposes: UInt32 = 0
        if let publisher = value.publisherPurposes {
            for purpose in publisher.consents { purposes |= 1 << UInt32(24 - purpose) }
        }
        addSecond(purposes)
    }
}
