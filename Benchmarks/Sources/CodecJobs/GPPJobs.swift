internal import ConsentStrings

/// The jobs on GPP strings as the library does them.
public enum GPPJobs {
    /// The mask over sections 2, 6, 7 and 8 from the answers of each section.
    public static func answers(_ corpus: Corpus) -> Checksums {
        var decoder = GPPStringDecoder()
        var sums = Checksums()
        let bytes = corpus.bytes.span
        for line in corpus.lines {
            var mask: UInt32 = 0
            try? decoder.answers(of: bytes.extracting(line), vendor: 565) { mask |= Self.mask($0) }
            sums.add(mask)
        }
        return sums
    }

    /// The same mask from values of all sections.
    public static func values(_ corpus: Corpus) -> Checksums {
        var decoder = GPPStringDecoder()
        var sums = Checksums()
        let bytes = corpus.bytes.span
        for line in corpus.lines {
            var mask: UInt32 = 0
            if let decoded = try? decoder.decode(bytes.extracting(line)) {
                for section in decoded.value.sections { mask |= Self.mask(section.content) }
            }
            sums.add(mask)
        }
        return sums
    }

    private static func mask(_ answer: GPPAnswer) -> UInt32 {
        switch answer {
        case .tcfEUv2(let permissionMask): UInt32(permissionMask)
        case .usPrivacy(let value): mask(value)
        case .us(let optOuts): mask(optOuts)
        case .section, .unreadable: 0
        }
    }

    private static func mask(_ content: GPPSection.Content) -> UInt32 {
        switch content {
        case .tcfEUv2(let value): UInt32(value.permissionMask(vendor: 565))
        case .usPrivacy(let value): mask(value)
        case .us(let section): mask(USOptOuts(section))
        default: 0
        }
    }

    private static func mask(_ value: USPrivacyString) -> UInt32 { value.optOutSale == true ? 1 << 11 : 0 }

    private static func mask(_ optOuts: USOptOuts) -> UInt32 {
        func value(_ choice: USChoice?) -> UInt32 { UInt32(choice?.rawValue ?? 0) }
        let gpc: UInt32 = optOuts.globalPrivacyControl == true ? 1 : 0
        if optOuts.sectionID == 7 {
            return value(optOuts.sale) << 12 | value(optOuts.sharing) << 14 | value(optOuts.targetedAdvertising) << 16
                | gpc << 18
        }
        return value(optOuts.sale) << 19 | value(optOuts.sharing) << 21 | gpc << 23
    }
}
