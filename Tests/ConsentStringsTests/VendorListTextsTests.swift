import ConsentStrings
import Testing

@Suite("Texts, stacks and retention of vendor lists")
struct VendorListTextsTests {
    /// A translation in the shape of the published ones of specification 3.
    static let french = """
        {"lastUpdated":"2024-02-02T16:00:00Z","vendorListVersion":16,"tcfPolicyVersion":4,"later":[{}],
        "purposes":{"1":{"id":1,"name":"Stocker","description":"é","illustrations":["un","deux"]},
        "11":{"id":11,"name":"Contenu","description":"","illustrations":null}},
        "specialPurposes":{"1":{"id":1,"name":"Sécurité","description":"d","illustrations":[]}},
        "features":{},"specialFeatures":{"1":{"name":"Géolocalisation"}},
        "stacks":{"2":{"id":2,"purposes":[9],"specialFeatures":[2],"name":"Pile","description":"p"},
        "3":{"id":3,"purposes":[1],"specialFeatures":[],"name":"Autre","description":"p"}},
        "dataCategories":{"1":{"id":1,"name":"Adresse IP","description":"c"}}}
        """

    static func translation(_ text: String = french) throws(ConsentStringError) -> VendorListTranslation {
        try VendorListTranslation(json: Array(text.utf8))
    }

    @Test("a list of specification 3 has its texts, stacks and categories of data")
    func three() throws {
        let texts = try MadeUpList.list().texts
        #expect(texts.purposes.mapValues(\.name) == [1: "Store", 2: "Basic ads"])
        #expect(texts.purposes[1]?.description == "d" && texts.purposes[1]?.illustrations == ["x"])
        #expect(texts.purposes[1]?.descriptionLegal == nil)
        #expect(texts.specialPurposes.mapValues(\.name) == [1: "Security"])
        #expect(texts.features.mapValues(\.name) == [3: "Identify"])
        #expect(texts.specialFeatures.mapValues(\.name) == [1: "Location"])
        #expect(texts.dataCategories.mapValues(\.name) == [1: "IP"])
        let stack = try #require(texts.stacks[2])
        #expect(stack.name == "s" && stack.description == "d" && stack.purposes == [2] && stack.specialFeatures == [])
    }

    @Test("a list of specification 2 has legal texts")
    func two() throws {
        let purpose = try #require(try MadeUpList.list(MadeUpList.two).texts.purposes[1])
        #expect(purpose.descriptionLegal == "l" && purpose.illustrations == [])
    }

    @Test("a vendor's retention is told by purpose, with the standard where it has no time of its own")
    func retention() throws {
        let five = try #require(try MadeUpList.list().vendors[5])
        let retention = try #require(five.retention)
        #expect(retention.standardDays == 365 && retention.purposes == [1: 30] && retention.specialPurposes == [:])
        #expect(retention.days(forPurpose: 1) == 30 && retention.days(forPurpose: 3) == 365)
        #expect(retention.days(forSpecialPurpose: 1) == 365)
        #expect(five.dataDeclaration == [1, 2])
        #expect(try MadeUpList.list().vendors[6]?.retention == nil)
    }

    @Test(
        "retention as it is written in the wild",
        arguments: [
            (#"{"stdRetention":null,"purposes":[],"specialPurposes":{"2":"7"}}"#, nil, 7),
            (#"{"purposes":{"1":1},"more":{}}"#, nil, nil), (#"{"stdRetention":0}"#, 0, 0),
        ] as [(String, Int?, Int?)]
    )
    func oddRetention(text: String, standard: Int?, special: Int?) throws {
        let retention = try #require(try MadeUpList.vendor(#""dataRetention":"# + text).vendors[9]?.retention)
        #expect(retention.standardDays == standard && retention.days(forSpecialPurpose: 2) == special)
        #expect(try MadeUpList.vendor(#""dataRetention":null"#).vendors[9]?.retention == nil)
    }

    @Test("a translation takes the place of what it has words for, and changes nothing else")
    func translated() throws {
        let list = try MadeUpList.list()
        let french = list.translated(by: try Self.translation())
        #expect(french.texts.purposes.mapValues(\.name) == [1: "Stocker", 2: "Basic ads"])
        #expect(french.texts.purposes[1]?.illustrations == ["un", "deux"])
        #expect(french.texts.specialPurposes[1]?.name == "Sécurité")
        #expect(french.texts.features == list.texts.features)
        #expect(french.texts.dataCategories[1]?.name == "Adresse IP")
        let stack = try #require(french.texts.stacks[2])
        #expect(stack.name == "Pile" && stack.purposes == [2] && stack.specialFeatures == [])
        #expect(french.texts.stacks.keys.sorted() == [2])
        #expect(french.vendors == list.vendors && french.version == 17)
    }

    @Test("a translation tells of which list it is")
    func version() throws {
        let translation = try Self.translation()
        #expect(translation.version == 16 && translation.lastUpdated == "2024-02-02T16:00:00Z")
        #expect(try Self.translation(#"{"purposes":{"1":{}}}"#).version == nil)
    }

    @Test(
        "what is no translation is refused",
        arguments: [
            "", "[]", "{}", #"{"purposes":{}}"#, #"{"purposes":[]}"#, #"{"purposes":{"1":{}},"vendors":{}}"#,
            #"{"purposes":{"1":{"illustrations":[1]}}}"#, #"{"purposes":{"1":{"illustrations":"a"}}}"#,
            #"{"purposes":{"1":{"name":1}}}"#, #"{"purposes":{"1":{}},"stacks":{"1":{"purposes":{}}}}"#,
            MadeUpList.three, String(french.dropLast()),
        ]
    )
    func refused(text: String) {
        #expect(throws: ConsentStringError.self) { try Self.translation(text) }
    }

    @Test(
        "texts and retention that leave something open refuse the whole list",
        arguments: [
            #""dataRetention":{"purposes":{"1":1,"01":2}}"#, #""dataRetention":{"purposes":{"x":1}}"#,
            #""dataRetention":{"purposes":[1]}"#, #""dataRetention":1"#, #""dataRetention":{"stdRetention":1.5}"#,
            #""dataDeclaration":"1""#,
        ]
    )
    func openRetention(members: String) {
        #expect(throws: ConsentStringError.self) { try MadeUpList.vendor(members) }
    }
}
