import Foundation
import Testing

@Suite("Payloads from files")
struct PayloadFileTests {
    private static var keys: [String: Any] {
        [
            "theme": "dark", "launches": 12, "volume": 0.5, "isOld": false, "installed": Date(timeIntervalSince1970: 0),
            "token": Data([1, 2, 3]), "recent": ["a", 1, true] as [Any], "IABTCF_gdprApplies": 1,
            "IABTCF_TCString": "CQgcD4AQgcD4AEsAHBDEB4FgAP_gAAAAAACYEawAQEagAAAA.IEawAQEagA", "IABTCF_PolicyVersion": 5,
        ]
    }

    private func translate(_ bytes: Data, _ arguments: [String] = []) async throws -> Program.Result {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("payload-\(UUID().uuidString)")
        try bytes.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let arguments = ["translate", "--json", "--now", "2026-03-03T00:00:00Z"] + arguments + ["@\(file.path)"]
        return try await Program.run(arguments)
    }

    @Test("an app's preferences are read as they lie on the device")
    func propertyList() async throws {
        let bytes = try PropertyListSerialization.data(fromPropertyList: Self.keys, format: .binary, options: 0)
        let answer = try await translate(bytes)
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.contains(#""adapter":"iab-mobile""#))
        #expect(answer.output.contains(#""ecid":"approved""#))
    }

    @Test("a property list that refers to itself, or to more and more, is read in no time")
    func hostilePropertyList() async throws {
        // An object with the key "a", whose value is the object itself; then lists of two times the next list.
        let circle: [[UInt8]] = [[0xD1, 1, 0], [0x51, 0x61]]
        let lists: [[UInt8]] = (2..<40).map { [0xA2, $0 + 1, $0 + 1] } + [[0xA0]]
        let growth = [[0xD1, 1, 2], [0x51, 0x61]] + lists
        for objects in [circle, growth] {
            let answer = try await translate(Self.propertyList(objects))
            #expect(answer.status == 1)
            #expect(answer.output.contains("noInput"))
        }
    }

    /// A binary property list of objects that refer to each other by numbers of one byte; the first is the top.
    private static func propertyList(_ objects: [[UInt8]]) -> Data {
        var bytes = Array("bplist00".utf8)
        var places: [UInt8] = []
        for object in objects {
            places.append(UInt8(bytes.count))
            bytes += object
        }
        let end = UInt8(bytes.count)
        bytes += places + [0, 0, 0, 0, 0, 0, 1, 1]
        for number in [UInt8(objects.count), 0, end] { bytes += [0, 0, 0, 0, 0, 0, 0, number] }
        return Data(bytes)
    }

    @Test("where a key says that the GDPR does not apply, a property list says so too")
    func numbers() async throws {
        var keys = Self.keys
        keys["IABTCF_gdprApplies"] = 0
        let bytes = try PropertyListSerialization.data(fromPropertyList: keys, format: .binary, options: 0)
        let answer = try await translate(bytes)
        #expect(answer.output.contains(#""adapter":"iab-mobile""#))
        #expect(!answer.output.contains(#""ecid":"approved""#))
    }

    @Test("a damaged property list is an error that says what to do, and grants nothing")
    func damagedPropertyList() async throws {
        let bytes = try PropertyListSerialization.data(fromPropertyList: Self.keys, format: .binary, options: 0)
        for count in [6, 20, bytes.count / 2, bytes.count - 1] {
            let answer = try await translate(bytes.prefix(count))
            #expect(answer.status == 2, "\(count) bytes")
            #expect(answer.output.isEmpty)
            #expect(answer.errors.contains("damaged"))
        }
    }

    @Test("a compressed file is unfolded")
    func gzip() async throws {
        let answer = try await translate(try gzipped(#"{"IABTCF_TCString":"\#(Self.keys["IABTCF_TCString"] ?? "")"}"#))
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.contains(#""adapter":"iab-mobile""#))
    }

    @Test("a compressed file that is cut off is an error")
    func damagedGzip() async throws {
        let bytes = try gzipped("OptanonAlertBoxClosed=2026-03-02T09:15:04.127Z")
        for count in [2, 10, bytes.count / 2, bytes.count - 1] {
            let answer = try await translate(bytes.prefix(count))
            #expect(answer.status == 2, "\(count) bytes")
            #expect(answer.output.isEmpty)
            #expect(answer.errors.contains("cut off"))
        }
    }

    /// The text as the system's `gzip` makes it.
    private func gzipped(_ text: String) throws -> Data {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-c"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        return output.fileHandleForReading.readDataToEndOfFile()
    }
}
