import ConsentStrings
import Testing

@Suite("Optional segments of TC strings")
struct TCSegmentTests {
    static let core = CoreWire().text
    static let disclosed = vendorSegment(1, .bits(max: 30, ids: [1, 2, 5, 9, 30]))
    static let allowed = vendorSegment(2, .ranges(max: 20, [(3, 9), (20, 20)]))
    static let publisher = publisherSegment()

    @Test("segments come in any order", arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
    func order(order: [Int]) throws {
        let segments = [Self.disclosed, Self.allowed, Self.publisher]
        let value = try TCString(([Self.core] + order.map { segments[$0] }).joined(separator: "."))
        #expect(value.disclosedVendors == [1, 2, 5, 9, 30])
        #expect(value.allowedVendors?.description == "3-9,20")
        #expect(
            value.publisherPurposes
                == PublisherPurposes(
                    consents: [1, 2],
                    legitimateInterests: [7],
                    customPurposeCount: 2,
                    customConsents: [1],
                    customLegitimateInterests: [2]
                )
        )
        #expect(value.damagedSegments.isEmpty)
    }

    @Test("an absent segment is not an empty one")
    func absence() throws {
        let without = try TCString(Self.core)
        #expect(without.disclosedVendors == nil && without.allowedVendors == nil && without.publisherPurposes == nil)
        let empty = try TCString(Self.core + "." + vendorSegment(1, .bits(max: 0, ids: [])))
        #expect(empty.disclosedVendors == VendorSet())
        #expect(empty != without)
    }

    @Test("the first of two segments of one type counts, and it is told")
    func doubled() throws {
        let second = vendorSegment(1, .bits(max: 40, ids: [40]))
        let decoded = try TCString.decode([Self.core, Self.disclosed, second].joined(separator: "."))
        #expect(decoded.value.disclosedVendors == [1, 2, 5, 9, 30])
        #expect(decoded.warnings.map(\.code) == [.duplicateSegment])
    }

    @Test("segments of unknown types are kept as they were written")
    func unknown() throws {
        let value = try TCString(Self.core + ".AABM." + Self.disclosed + ".4ABMxyz-_")
        #expect(value.unknownSegments.map(\.type) == [0, 7])
        #expect(value.unknownSegments.map(\.text) == ["AABM", "4ABMxyz-_"])
        #expect(value.disclosedVendors == [1, 2, 5, 9, 30])
    }

    @Test("publisher purposes need 57 bits, which ten characters hold")
    func shortPublisher() throws {
        let text = publisherSegment(custom: 0)
        #expect(text.count == 10)
        #expect(try TCString(Self.core + "." + text).publisherPurposes?.consents == [1, 2])
    }

    @Test(
        "a damaged segment does not harm the core, counts for nothing and is told",
        arguments: [
            (TCSegment.disclosedVendors, "I"), (.disclosedVendors, "IAP"),
            (.disclosedVendors, String(disclosed.dropLast(2))),
            (.disclosedVendors, vendorSegment(1, .ranges(max: 9, [(9, 3)]))),
            (.disclosedVendors, vendorSegment(1, .counted(max: 9, count: 9, [(1, 2)]))),
            (.allowedVendors, String(allowed.dropLast(3))),
            (.publisherPurposes, String(publisherSegment(custom: 0).dropLast(1))),
            (.publisherPurposes, publisherSegment(custom: 63, writtenCustom: 2)),
        ]
    )
    func damaged(segment: TCSegment, text: String) throws {
        let decoded = try TCString.decode(Self.core + "." + text)
        #expect(decoded.value.vendorConsents == [1, 2, 5, 9, 30])
        #expect(decoded.value.disclosedVendors == nil)
        #expect(decoded.value.allowedVendors == nil)
        #expect(decoded.value.publisherPurposes == nil)
        #expect(decoded.value.damagedSegments == TCSegmentSet(segment))
        #expect(decoded.warnings.map(\.code) == [.damagedSegment])
        #expect(decoded.value != (try TCString(Self.core)))
    }

    @Test("a good segment behind a damaged one of its type does not repair it")
    func damagedThenGood() throws {
        let decoded = try TCString.decode([Self.core, "IAP", Self.disclosed].joined(separator: "."))
        #expect(decoded.value.disclosedVendors == nil)
        #expect(decoded.value.damagedSegments == .disclosedVendors)
        #expect(decoded.warnings.map(\.code) == [.damagedSegment, .duplicateSegment])
    }
}
