import Foundation
import Testing

@Suite("Answers line by line")
struct LinesTests {
    private static let good = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"

    @Test("answers on all processors come in the order of the input, however long it is")
    func order() async throws {
        // About 2 MB, which is read in several pieces, each with other lines in other places.
        let isGood = (0..<40_000).map { $0 % 7 != 0 && $0 % 11 != 0 }
        let input = isGood.map { $0 ? Self.good : "x" }.joined(separator: "\n")
        let mask = try await Program.run(["decode", "--lines", "--mask"], input: input)
        #expect(mask.status == 1)
        let masks = mask.output.split(separator: "\n")
        #expect(masks.map { $0 != "-" } == isGood)

        let decoded = try await Program.run(["decode", "--lines"], input: input)
        #expect(decoded.status == 1)
        #expect(decoded.output.split(separator: "\n").map { $0.hasPrefix(#"{"ok":true,"kind":"tcf2""#) } == isGood)
    }

    @Test("a line is answered before the next one is there")
    func conversation() throws {
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = Program.executable
        process.arguments = ["decode", "--lines", "--mask"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        for line in [Self.good, "x", Self.good] {
            try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
            let answer = output.fileHandleForReading.availableData
            #expect((answer == Data("-\n".utf8)) == (line == "x"))
            #expect(answer.last == 0x0A)
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
    }

    @Test("an empty input has no answers, and a line feed alone is one empty line")
    func empty() async throws {
        let nothing = try await Program.run(["decode", "--lines", "--mask"], input: "")
        #expect(nothing.status == 0)
        #expect(nothing.output.isEmpty)
        #expect(try await Program.run(["decode", "--lines", "--mask"], input: "\n").output == "-\n")
        let ends = try await Program.run(["decode", "--lines", "--mask"], input: "\(Self.good)\r\n\r\n\(Self.good)")
        #expect(ends.output.split(separator: "\n").map { $0 == "-" } == [false, true, false])
    }
}
