import BoundedJSON
import Foundation
import Testing

@testable import ConsentAdapters
@testable import ConsentTranslation

/// What of a page is read where it is known which members of an item anybody looks at.
@Suite("Items that are read in part")
struct ItemFilterTests {
    private static let item = #"{"id":"a","extra":{"deep":[1,{"x":null}]},"state":"yes","more":"\u0041"}"#

    private func read(_ text: String, _ place: ItemFilter.Place) throws -> (value: Value, items: [Range<Int>]) {
        let filter = ItemFilter(place: place, names: ["id", "state"])
        return try Value.reading(json: Array(text.utf8), limits: TranslationLimits.page, items: filter)
    }

    @Test(
        "an item keeps the members that are read; everything beside the items is whole",
        arguments: [
            ("\(item)", ItemFilter.Place.whole, #"{"id":"a","state":"yes"}"#),
            ("[\(item), 7]", .list([]), #"[{"id":"a","state":"yes"},7]"#),
            (
                #"{"page":{"rows":[\#(item)],"rest":{"extra":1}},"extra":2}"#, .list(["page", "rows"]),
                #"{"page":{"rows":[{"id":"a","state":"yes"}],"rest":{"extra":1}},"extra":2}"#
            ),
            (#"{"rows":{"extra":1}}"#, .list(["rows"]), #"{"rows":{"extra":1}}"#),
            (#"{"rows":[],"a":[\#(item)]}"#, .list(["rows"]), #"{"rows":[],"a":[\#(item)]}"#),
        ]
    )
    func members(text: String, place: ItemFilter.Place, expected: String) throws {
        let read = try read(text, place).value
        #expect(try read == Value(json: Array(expected.utf8)))
    }

    @Test("the text of each item is at hand, an empty one for what is no object")
    func ranges() throws {
        let text = #"{"rows":[\#(Self.item), 7, "x", {}]}"#
        let bytes = Array(text.utf8)
        let items = try read(text, .list(["rows"])).items.map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(items == [Self.item, "", "", "{}"])
    }

    @Test(
        "what is passed over must be JSON all the same",
        arguments: [#"{"extra":[1,}"#, #"{"extra":"\ud800"}"#, #"{"extra":01}"#, #"{"extra":1"#]
    )
    func damage(text: String) {
        #expect(throws: TranslationError.self) { try read(text, .whole) }
    }

    @Test("a name that is read and stands twice is a conflict")
    func twice() {
        #expect(throws: TranslationError.self) { try read(#"{"id":1,"id":2}"#, .whole) }
    }

    @Test("no shipped adapter reads anything else in a pulled item than it says", arguments: Self.adaptersByNames)
    func names(id: String) throws {
        let adapter = try #require(Self.registry.adapters.first { $0.descriptor.id == id })
        let names = try #require(adapter.itemNames)
        var compared = 0
        for one in try AdapterCase.cases(in: "\(Self.folder)/\(id)/cases") {
            let bytes = Array(one.payload.utf8)
            guard let whole = try? Value(json: bytes), case .object = whole else { continue }
            let filter = ItemFilter(place: .whole, names: names)
            let part = try Value.reading(json: bytes, limits: TranslationLimits.page, items: filter).value
            let expected = try? adapter.decode(RawItem(.value(whole)))
            let found = try? adapter.decode(RawItem(.value(part)))
            #expect(found == expected, "\(id), \(one.name)")
            compared += 1
        }
        #expect(compared > 0, "\(id) has no case of an item")
    }

    private static let folder = packageRoot.appendingPathComponent("Adapters").path
    private static let registry = AdapterRegistry(folder: folder)

    /// Those of whose pages a part is read.
    private static let adaptersByNames = registry.adapters.filter { adapter in
        adapter.source?.streams.contains { $0.reading(only: adapter.itemNames).filter != nil } ?? false
    }.map(\.descriptor.id)
}
