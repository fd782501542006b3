import ConsentSync
import Foundation
import Testing

@Suite("values from outside")
struct ValueReferenceTests {
    @Test("a variable is the environment's, and one without a value is none")
    func variables() throws {
        let reference = try ValueReference("${env:KEY}")
        #expect(reference == .variable("KEY"))
        #expect(try reference.value(in: ["KEY": " a "]) == " a ")
        for environment in [[:], ["KEY": ""]] as [[String: String]] {
            #expect(throws: ValueReference.Failure.unset("KEY")) { try reference.value(in: environment) }
        }
    }

    @Test("a file's value ends before its last line's end")
    func files() throws {
        let path = NSTemporaryDirectory() + "value-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("s e c\r\n\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try ValueReference("${file:\(path)}").value(in: [:]) == "s e c")
        try Data([0xE9]).write(to: URL(fileURLWithPath: path))
        #expect(throws: ValueReference.Failure.notText(path)) { try ValueReference.file(path).value(in: [:]) }
        try Data(" \n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: ValueReference.Failure.empty(path)) { try ValueReference.file(path).value(in: [:]) }
        let missing = ValueReference.file(path + "-missing")
        #expect(throws: ValueReference.Failure.unreadable(path + "-missing")) { try missing.value(in: [:]) }
    }

    @Test(
        "what is written like a reference and is none is refused",
        arguments: ["${}", "${KEY}", "${ENV:KEY}", "${env}"]
    )
    func malformed(text: String) {
        #expect(ValueReference.isWritten(text))
        #expect(throws: ValueReference.Failure.malformed) { try ValueReference(text) }
    }

    @Test(
        "a value from outside stands alone",
        arguments: ["${env:KEY} ", "x${env:KEY}", "Bearer ${file:k}", "${env:A}${env:B}"]
    )
    func mixed(text: String) {
        #expect(ValueReference.isWritten(text))
        #expect(throws: ValueReference.Failure.mixed) { try ValueReference(text) }
    }

    @Test("any other text is no reference", arguments: ["", "KEY", "$KEY", "x${KEY}"])
    func other(text: String) {
        #expect(!ValueReference.isWritten(text))
        #expect(throws: ValueReference.Failure.malformed) { try ValueReference(text) }
    }
}
