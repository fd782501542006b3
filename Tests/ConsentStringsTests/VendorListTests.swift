import ConsentStrings
import Testing

/// A time on a day of 2024, in milliseconds.
private func day(_ month: Int64, _ day: Int64) -> Int64 {
    // 2024-01-01 was day 19,723; months are taken as 30 days, which is near enough for before and after.
    (19_723 + (month - 1) * 30 + day - 1) * 86_400_000
}

/// Lists made up for the tests, in the shape of the published ones.
enum MadeUpList {
    static let three = """
        {"gvlSpecificationVersion":3,"vendorListVersion":17,"tcfPolicyVersion":4,"lastUpdated":"2024-02-01T16:00:28Z",
        "purposes":{"1":{"id":1,"name":"Store","description":"d","illustrations":["x"]},"2":{"id":2,"name":"Basic ads",
        "description":"d","illustrations":[]}},
        "specialPurposes":{"1":{"id":1,"name":"Security","description":"d","illustrations":[]}},
        "features":{"3":{"id":3,"name":"Identify","description":"d","illustrations":[]}},
        "specialFeatures":{"1":{"id":1,"name":"Location","description":"d","illustrations":[]}},
        "stacks":{"2":{"id":2,"purposes":[2],"specialFeatures":[],"name":"s","description":"d"}},
        "dataCategories":{"1":{"id":1,"name":"IP","description":"d"}},"standardTexts":{"a":["b"]},
        "vendors":{
        "5":{"id":5,"name":"Five \\u00e9","purposes":[1,3],"legIntPurposes":[2,7],"flexiblePurposes":[2],
        "specialPurposes":[1,2],"features":[3],"specialFeatures":[1],"overflow":{"httpGetLimit":32},
        "cookieMaxAgeSeconds":31536000,"usesCookies":true,"cookieRefresh":false,"usesNonCookieAccess":true,
        "dataRetention":{"stdRetention":365,"purposes":{"1":30},"specialPurposes":{}},"dataDeclaration":[1,2],
        "urls":[{"langId":"en","privacy":"https://five.example/p"}],
        "deviceStorageDisclosureUrl":"https://five.example/d.json"},
        "6":{"id":6,"name":"Six","purposes":[1],"legIntPurposes":[],"flexiblePurposes":[],"specialPurposes":[],
        "features":[],"specialFeatures":[],"cookieMaxAgeSeconds":null,"usesCookies":false,
        "deletedDate":"2024-03-01T00:00:00Z"},
        "7":{"id":7,"name":"Seven","purposes":[],"legIntPurposes":[],"specialPurposes":[1]}}}
        """

    static let two = """
        {"gvlSpecificationVersion":2,"vendorListVersion":17,"tcfPolicyVersion":2,"lastUpdated":"2020-01-09T16:00:28Z",
        "purposes":{"1":{"id":1,"name":"Store","description":"d","descriptionLegal":"l"}},
        "vendors":{"5":{"id":5,"name":"Five","purposes":[1],"legIntPurposes":[3],"flexiblePurposes":[],
        "specialPurposes":[],"features":[],"specialFeatures":[],"policyUrl":"https://five.example/p"}}}
        """

    static func list(_ text: String = three) throws(ConsentStringError) -> GlobalVendorList {
        try GlobalVendorList(json: Array(text.utf8))
    }

    /// A list of one vendor, whose members are given.
    static func vendor(_ members: String, id: String = "9") throws(ConsentStringError) -> GlobalVendorList {
        try list(
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"\#(id)":{\#(members)}}}"#
        )
    }
}

@Suite("The Global Vendor List")
struct VendorListReadingTests {
    @Test("a list of specification 3 is read with what decides about permissions and storage")
    func three() throws {
        let list = try MadeUpList.list()
        #expect(list.specificationVersion == 3)
        #expect(list.version == 17)
        #expect(list.policyVersion == 4)
        #expect(list.lastUpdated == "2024-02-01T16:00:28Z")
        #expect(list.vendors.keys.sorted() == [5, 6, 7])
        let five = try #require(list.vendors[5])
        #expect(five.name == "Five é")
        #expect(
            five.declaration
                == VendorDeclaration(
                    id: 5,
                    purposes: [1, 3],
                    legitimateInterestPurposes: [2, 7],
                    flexiblePurposes: [2]
                )
        )
        #expect(five.specialPurposes == [1, 2])
        #expect(five.features == [3])
        #expect(five.specialFeatures == [1])
        #expect(five.storage.cookieMaxAgeSeconds == 31_536_000)
        #expect(five.storage.usesCookies == true)
        #expect(five.storage.refreshesCookies == false)
        #expect(five.storage.usesNonCookieAccess == true)
        #expect(five.storage.disclosureURL == "https://five.example/d.json")
        #expect(five.deletedDate == nil)
        #expect(list.vendors[6]?.storage.cookieMaxAgeSeconds == nil)
        #expect(list.vendors[6]?.deletedDate == "2024-03-01T00:00:00Z")
    }

    @Test("a list of specification 2 is read")
    func two() throws {
        let list = try MadeUpList.list(MadeUpList.two)
        #expect(list.specificationVersion == 2)
        #expect(list.vendors[5]?.declaration.legitimateInterestPurposes == [3])
        #expect(list.texts.purposes.mapValues(\.name) == [1: "Store"])
        #expect(list.vendors[5]?.retention == nil)
    }

    @Test("a reduced list, ids and versions as strings, nulls and unknown members are read")
    func reduced() throws {
        let list = try MadeUpList.list(
            """
            {"gvlSpecificationVersion":"3","vendorListVersion":"20","later":{"a":[1,{"b":null}]},"lastUpdated":null,
            "vendors":{"9":{"purposes":["1",2],"features":null,"deletedDate":null,"id":"9","new":[[]]},"10":{}}}
            """
        )
        #expect(list.version == 20)
        #expect(list.vendors[9]?.declaration == VendorDeclaration(id: 9, purposes: [1, 2]))
        #expect(list.vendors[9]?.name == "")
        #expect(list.vendors[9]?.isDeleted(at: .max) == false)
        #expect(list.vendors[10]?.declaration == VendorDeclaration(id: 10, purposes: []))
        #expect(list.texts == VendorListTexts())
    }

    @Test("ids that no string has room for are left out of a declaration")
    func wideIDs() throws {
        let vendor = try MadeUpList.vendor(#""purposes":[0,-1,65,1000000000000,3]"#).vendors[9]
        #expect(vendor?.declaration.purposes == [3])
    }

    @Test(
        "what is no list, or leaves a declaration open, is refused",
        arguments: [
            "", "[]", "null", "{}", "<html>", #"{"vendors":{}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":0,"vendors":{}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":[]}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":1}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{}} x"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{},"vendors":{}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1.5,"vendors":{}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{},"5":{}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{},"05":{}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"0":{}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"65536":{}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"+5":{}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"":{}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{"id":6}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{"purposes":[1],"purposes":[2]}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{"purposes":"1"}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{"purposes":[null]}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{"purposes":[[1]]}}}"#,
            #"{"gvlSpecificationVersion":3,"vendorListVersion":1,"vendors":{"5":{"deletedDate":20240101}}}"#,
            String(MadeUpList.three.dropLast()),
        ]
    )
    func refused(text: String) {
        do throws(ConsentStringError) {
            _ = try MadeUpList.list(text)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.code == .malformed)
        }
    }

    @Test("another specification is refused by name", arguments: [0, 1, 4])
    func otherSpecification(version: Int) {
        do throws(ConsentStringError) {
            _ = try MadeUpList.list(
                #"{"gvlSpecificationVersion":\#(version),"vendorListVersion":1,"vendors":{}}"#
            )
            Issue.record("accepted")
        } catch {
            #expect(error.code == .unsupportedVersion)
        }
    }

    @Test("hostile nesting is refused without harm, wherever it is")
    func hostile() {
        let deep = String(repeating: "[", count: 100_000)
        for text in [deep, #"{"x":"# + deep, #"{"vendors":{"5":{"purposes":"# + deep] {
            #expect(throws: ConsentStringError.self) { try MadeUpList.list(text) }
        }
    }

    @Test("a text at the limit is looked into, one byte more is not")
    func limit() {
        for (extra, code) in [(0, .malformed), (1, .tooLong)] as [(Int, ConsentStringError.Code)] {
            do throws(ConsentStringError) {
                _ = try GlobalVendorList(
                    json: [UInt8](repeating: UInt8(ascii: "x"), count: ConsentStringLimits.maxListBytes + extra)
                )
                Issue.record("accepted")
            } catch {
                #expect(error.code == code)
            }
        }
    }

    @Test("every cut of a list is refused")
    func cuts() {
        let bytes = Array(MadeUpList.three.utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: ConsentStringError.self) { try GlobalVendorList(json: Array(bytes[..<length])) }
        }
    }
}

@Suite("Permission by the vendor list")
struct VendorListPermissionTests {
    let list: GlobalVendorList

    init() throws { list = try MadeUpList.list() }

    static func string(policyVersion: Int = 4) -> TCString {
        var value = TCString()
        value.policyVersion = policyVersion
        value.vendorListVersion = 17
        value.purposeConsents = PurposeSet(1...11)
        value.purposeLegitimateInterests = PurposeSet(1...11)
        value.specialFeatureOptIns = [1]
        value.vendorConsents = [5, 6, 7, 8]
        value.vendorLegitimateInterests = [5, 6, 8]
        return value
    }

    @Test(
        "version numbers start again with specification 3, so that a list is named by version and era",
        arguments: [(2, 17, false, true), (3, 17, false, true), (4, 17, true, false), (5, 17, true, false)]
            + [(4, 18, false, false), (2, 16, false, false)]
    )
    func eras(policyVersion: Int, version: Int, namesThree: Bool, namesTwo: Bool) throws {
        var value = Self.string(policyVersion: policyVersion)
        value.vendorListVersion = version
        #expect(list.isNamed(by: value) == namesThree)
        #expect(try MadeUpList.list(MadeUpList.two).isNamed(by: value) == namesTwo)
        #expect(list.isOfEra(of: value) == (policyVersion >= 4))
    }

    @Test("a list of another era permits nothing")
    func otherEra() throws {
        let value = Self.string(policyVersion: 2)
        let reason = PurposePermission(basis: nil, reason: .vendorListOfOtherEra)
        #expect(list.permission(of: 5, for: 1, by: value, at: day(1, 1)) == reason)
        #expect(list.permission(of: 5, forSpecialPurpose: 1, by: value, at: day(1, 1)) == reason)
        #expect(list.permission(of: 5, forSpecialFeature: 1, by: value, at: day(1, 1)) == reason)
        let two = try MadeUpList.list(MadeUpList.two)
        #expect(two.permission(of: 5, for: 3, by: value, at: day(1, 1)).basis == .legitimateInterest)
    }

    @Test(
        "the declaration of the list decides on the basis",
        arguments: [
            (5, 1, .consent, .declaredBasis), (5, 2, .legitimateInterest, .declaredBasis),
            (5, 4, nil, .purposeNotDeclared), (7, 1, nil, .purposeNotDeclared), (8, 1, nil, .vendorNotListed),
            (0, 1, nil, .vendorNotListed),
        ] as [(Int, Int, LegalBasis?, PurposePermission.Reason)]
    )
    func bases(vendor: Int, purpose: Int, basis: LegalBasis?, reason: PurposePermission.Reason) {
        #expect(
            list.permission(of: vendor, for: purpose, by: Self.string(), at: day(1, 1))
                == PurposePermission(basis: basis, reason: reason)
        )
    }

    @Test("a vendor may until the day on which it was taken off the list")
    func deleted() {
        let removal: Int64 = 1_709_251_200_000  // 2024-03-01T00:00:00Z
        #expect(list.permission(of: 6, for: 1, by: Self.string(), at: removal - 1).isPermitted)
        #expect(list.permission(of: 6, for: 1, by: Self.string(), at: removal).reason == .vendorDeleted)
        #expect(list.permission(of: 6, forSpecialPurpose: 1, by: Self.string(), at: removal).reason == .vendorDeleted)
    }

    @Test(
        "a date that is none counts as passed",
        arguments: [
            "", "soon", "2999", "2999-13-01", "2999-00-10", "2999-01-32", "2999-01-01 00:00", "2999/01/01",
            "29990-01-01",
        ]
    )
    func oddDates(date: String) throws {
        let list = try MadeUpList.vendor(#""deletedDate":"\#(date)""#)
        #expect(list.vendors[9]?.isDeleted(at: 0) == true)
    }

    @Test(
        "dates are days in UTC",
        arguments: [
            ("1970-01-01", 0), ("1970-01-02", 86_400_000), ("2000-02-29", 951_782_400_000),
            ("2000-03-01", 951_868_800_000), ("2023-12-31T23:59:59Z", 1_703_980_800_000),
        ] as [(String, Int64)]
    )
    func dates(date: String, start: Int64) throws {
        let vendor = try #require(try MadeUpList.vendor(#""deletedDate":"\#(date)""#).vendors[9])
        #expect(!vendor.isDeleted(at: start - 1))
        #expect(vendor.isDeleted(at: start))
    }

    @Test("a special purpose asks for declaration and disclosure, never for consent")
    func specialPurposes() {
        var value = TCString()
        value.policyVersion = 4
        let granted = PurposePermission(basis: .legitimateInterest, reason: .specialPurpose)
        #expect(list.permission(of: 5, forSpecialPurpose: 1, by: value, at: 0) == granted)
        #expect(list.permission(of: 5, forSpecialPurpose: 3, by: value, at: 0).reason == .purposeNotDeclared)
        #expect(list.permission(of: 8, forSpecialPurpose: 1, by: value, at: 0).reason == .vendorNotListed)
        value.disclosedVendors = []
        #expect(list.permission(of: 5, forSpecialPurpose: 1, by: value, at: 0).reason == .vendorNotDisclosed)
        value.disclosedVendors = [5]
        #expect(list.permission(of: 5, forSpecialPurpose: 1, by: value, at: 0) == granted)
        value.disclosedVendors = nil
        value.damagedSegments = .disclosedVendors
        #expect(list.permission(of: 5, forSpecialPurpose: 1, by: value, at: 0).reason == .disclosedVendorsDamaged)
    }

    @Test(
        "a vendor of special purposes alone is disclosed by its legitimate interest bit, or by the segment from 2.4 on"
    )
    func specialPurposesAlone() {
        var value = TCString()
        value.policyVersion = 4
        #expect(list.permission(of: 7, forSpecialPurpose: 1, by: value, at: 0).reason == .vendorNotDisclosed)
        value.vendorLegitimateInterests = [7]
        #expect(list.permission(of: 7, forSpecialPurpose: 1, by: value, at: 0).isPermitted)
        value.vendorLegitimateInterests = []
        value.disclosedVendors = [7]
        #expect(list.permission(of: 7, forSpecialPurpose: 1, by: value, at: 0).isPermitted)
    }

    @Test("a special feature asks for declaration and opt-in")
    func specialFeatures() {
        var value = Self.string()
        #expect(
            list.permission(of: 5, forSpecialFeature: 1, by: value, at: 0)
                == PurposePermission(basis: .consent, reason: .specialFeatureOptIn)
        )
        #expect(list.permission(of: 5, forSpecialFeature: 2, by: value, at: 0).reason == .purposeNotDeclared)
        value.specialFeatureOptIns = []
        #expect(list.permission(of: 5, forSpecialFeature: 1, by: value, at: 0).reason == .noSpecialFeatureOptIn)
    }
}

@Suite("The CMP list")
struct CMPListTests {
    @Test("a CMP is registered from its entry on until it is taken off")
    func registered() throws {
        let list = try CMPList(
            json: Array(
                """
                {"lastUpdated":"2024-04-01T00:00:00Z","cmps":{
                "10":{"id":10,"name":"Ten","isCommercial":true,"environments":["Web"]},
                "11":{"id":"11","name":"Eleven","isCommercial":false,"deletedDate":"2024-03-01T00:00:00Z"}}}
                """.utf8
            )
        )
        #expect(list.lastUpdated == "2024-04-01T00:00:00Z")
        #expect(list.cmps[10]?.name == "Ten")
        #expect(list.cmps[10]?.isCommercial == true)
        #expect(list.isRegistered(10, at: day(12, 1)))
        #expect(list.isRegistered(11, at: 1_709_251_199_999))
        #expect(!list.isRegistered(11, at: 1_709_251_200_000))
        #expect(!list.isRegistered(12, at: 0))
    }

    @Test(
        "what is no CMP list is refused",
        arguments: ["", "{}", "[]", #"{"cmps":[]}"#, #"{"cmps":{"1":{"id":2}}}"#, #"{"cmps":{}}}"#, MadeUpList.two]
    )
    func refused(text: String) {
        #expect(throws: ConsentStringError.self) { try CMPList(json: Array(text.utf8)) }
    }
}
