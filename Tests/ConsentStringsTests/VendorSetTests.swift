import ConsentStrings
import Testing

@Suite("Vendor and purpose sets")
struct VendorSetTests {
    @Test(
        "the text is of ranges, upwards and merged",
        arguments: [
            ([], ""), ([1], "1"), ([1, 2], "1-2"), ([3, 1, 2, 7], "1-3,7"), ([0, -4, 65_536, 65_535], "65535"),
            (Array(60...70) + [128, 129], "60-70,128-129"),
        ] as [([Int], String)]
    )
    func text(ids: [Int], text: String) {
        let set = VendorSet(ids)
        #expect(set.description == text)
        #expect(Array(set) == Set(ids).filter { (1...65_535).contains($0) }.sorted())
        #expect(set.count == Array(set).count)
        #expect(set.largest == Array(set).last ?? 0)
        #expect(set.isEmpty == text.isEmpty)
    }

    @Test("a bit field and ranges of the same ids are equal and hash alike")
    func forms() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = RepeatableRandom(seed: seed)
        for _ in 0..<300 {
            let max = Int.random(in: 1...400, using: &random)
            let density = Int.random(in: 0...8, using: &random)
            let ids = (1...max).filter { _ in Int.random(in: 0..<8, using: &random) < density }
            let field = try TCString(CoreWire(consents: .bits(max: max, ids: ids)).text).vendorConsents
            let ranges = VendorSet(ids)
            #expect(field == ranges, "seed \(seed)")
            #expect(field.hashValue == ranges.hashValue, "seed \(seed)")
            #expect(Array(field) == ids, "seed \(seed)")
            #expect(field.description == ranges.description, "seed \(seed)")
            #expect(field.count == ids.count && field.largest == ids.last ?? 0 && field.isEmpty == ids.isEmpty)
            for id in 0...max + 70 { #expect(field.contains(id) == ranges.contains(id), "seed \(seed)") }
            #expect(field.isSubset(of: ranges) && ranges.isSubset(of: field))
            if let removed = ids.randomElement(using: &random) {
                let fewer = VendorSet(ids.filter { $0 != removed })
                #expect(fewer.isSubset(of: field) && !field.isSubset(of: fewer) && fewer != field, "seed \(seed)")
            }
        }
    }

    @Test("everybody is one range and asked without walking through it")
    func everybody() {
        let all = VendorSet(ranges: [1...65_535])
        #expect(all.count == 65_535)
        #expect(
            all.contains(1) && all.contains(65_535) && !all.contains(0) && !all.contains(65_536) && !all.contains(-1)
        )
        #expect(Array(all.ranges) == [1...65_535])
    }

    @Test("a purpose set holds ids from 1 to 64")
    func purposes() {
        var set: PurposeSet = [1, 24, 64, 65, 0, -1]
        #expect(Array(set) == [1, 24, 64])
        #expect(set.count == 3 && set.largest == 64 && !set.isEmpty)
        #expect(set.contains(24) && !set.contains(23) && !set.contains(0) && !set.contains(65))
        set.remove(24)
        set.insert(2)
        #expect(Array(set) == [1, 2, 64])
        #expect(PurposeSet([2]).isSubset(of: set) && !PurposeSet([3]).isSubset(of: set))
        #expect(PurposeSet().isEmpty && PurposeSet().largest == 0)
        #expect(set.description == "[1, 2, 64]")
    }
}
