internal import CodecLimits

/// The jobs as plain C does them.
public enum LimitJobs {
    private static let prepared: Void = limits_prepare()

    /// The mask of purposes 1 to 10 and vendor 565.
    public static func mask(_ corpus: Corpus) -> Checksums {
        _ = prepared
        var sums = Checksums()
        corpus.bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            for line in corpus.lines {
                sums.add(UInt32(bitPattern: limits_tcf_mask(start + line.lowerBound, line.count, vendor)))
            }
        }
        return sums
    }

    /// Every field of a TC string.
    public static func full(_ corpus: Corpus) -> Checksums {
        _ = prepared
        var sums = Checksums()
        var tc = limits_tcf()
        corpus.bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            for line in corpus.lines {
                guard limits_tcf_full(start + line.lowerBound, line.count, vendor, &tc) == 0 else { continue }
                sums.add(tc.mask)
                sums.add(tc.consents)
                sums.add(tc.interests)
                sums.add(tc.cmp)
                sums.add(tc.list_version)
                sums.add(tc.created_seconds)
                sums.addSecond(tc.disclosed)
                sums.addSecond(tc.restricted_pairs)
                sums.addSecond(tc.publisher_purposes)
            }
        }
        return sums
    }

    /// The mask over sections 2, 6, 7 and 8 of a GPP string.
    public static func gpp(_ corpus: Corpus) -> Checksums {
        _ = prepared
        var sums = Checksums()
        corpus.bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            for line in corpus.lines {
                sums.add(UInt32(bitPattern: limits_gpp_mask(start + line.lowerBound, line.count, vendor)))
            }
        }
        return sums
    }

    static let vendor: UInt32 = 565
}
