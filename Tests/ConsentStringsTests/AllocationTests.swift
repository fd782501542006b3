import AllocationCounting
import ConsentStrings
import Testing

/// Calls of this thread to the allocator while `body` runs.
private func allocations(_ body: () -> Void) -> Int {
    allocations_begin()
    body()
    return Int(allocations_end())
}

@Suite("Memory", .enabled(if: allocations_are_counted() == 1, "this build cannot count allocations"))
struct AllocationTests {
    /// Many strings of every form, behind each other.
    private struct Strings {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []

        mutating func add(_ text: String) {
            ranges.append(bytes.count..<bytes.count + text.utf8.count)
            bytes += text.utf8
        }

        /// Calls `body` with each string. An iterator would allocate, in a build that is not optimized.
        func forEach(_ body: (Span<UInt8>) -> Void) {
            var index = 0
            while index < ranges.count {
                body(bytes.span.extracting(ranges[index]))
                index += 1
            }
        }
    }

    private static func tcStrings() throws -> Strings {
        var models = RandomModels(seed: 565)
        var strings = Strings()
        for _ in 0..<300 { strings.add(try models.tcString().encoded(enforcingRules: false)) }
        return strings
    }

    @Test("the counter counts")
    func counter() {
        var array: [UInt8] = []
        #expect(allocations { array = [UInt8](repeating: 1, count: 100_000) } == 1)
        #expect(array.count == 100_000)
    }

    @Test("a permission query allocates nothing once the longest string was read", arguments: [false, true])
    func permissionMask(isChecked: Bool) throws {
        let strings = try Self.tcStrings()
        var decoder = TCStringDecoder(isChecked: isChecked)
        var granted = 0
        func query() {
            strings.forEach { text in
                let mask = try? decoder.permissionMask(of: text, vendor: 565)
                granted += mask.map { $0 & 0x400 == 0 ? 0 : 1 } ?? 1_000
            }
        }
        query()
        #expect(granted > 10 && granted < 1_000)
        #expect(allocations(query) == 0)
    }

    @Test("decoding into a value that is used again allocates nothing once it has held the longest sets")
    func decodeInto() throws {
        let strings = try Self.tcStrings()
        var decoder = TCStringDecoder()
        var value = TCString()
        var vendors = 0
        func decode() {
            strings.forEach { text in
                let warnings = try? decoder.decode(text, into: &value)
                vendors += warnings == nil ? 0 : value.vendorConsents.count
            }
        }
        // Sets change places with those of strings before, so it takes a while until all are large.
        for _ in 0..<20 { decode() }
        #expect(vendors > 1_000)
        #expect(allocations(decode) == 0)
    }

    @Test("the questions to a GPP string allocate nothing")
    func answers() throws {
        var models = RandomModels(seed: 6)
        var strings = Strings()
        for _ in 0..<100 {
            let string = models.tcString()
            let text = try string.encoded(enforcingRules: false)
            let consents = GPPSection(id: 2, text: text, content: .tcfEUv2(string))
            strings.add(try GPPString(sections: [consents]).encoded())
            let states = try [7, 8, 20].map { id in
                let section = try #require(USSection(id: id))
                return try GPPSection(id: id, content: .us(section))
            }
            let privacy = try GPPSection(id: 6, content: .usPrivacy(try USPrivacyString("1YYN")))
            strings.add(try GPPString(sections: [consents, privacy] + states).encoded())
        }
        var decoder = GPPStringDecoder()
        var (masks, optOuts, others) = (0, 0, 0)
        func ask() {
            strings.forEach { text in
                try? decoder.answers(of: text, vendor: 565) { answer in
                    switch answer {
                    case .tcfEUv2: masks += 1
                    case .us(let section): optOuts += section.isOptedOut(of: .sale) ? 1 : 0
                    case .usPrivacy(let value): optOuts += value.optOutSale == true ? 1 : 0
                    case .section, .unreadable: others += 1
                    }
                }
            }
        }
        ask()
        #expect(masks == 200)
        #expect(optOuts == 100)
        #expect(others == 0)
        #expect(allocations(ask) == 0)
    }
}
