import ConsentTranslation
import Testing

@testable import ConsentAdapters

@Suite("Messages that somebody saved")
struct CapturedMessageTests {
    private func message(_ text: String) throws(AdapterError) -> WebhookMessage {
        try WebhookMessage(captured: Array(text.utf8))
    }

    private func body(_ text: String) throws -> String {
        String(decoding: try message(text).body, as: UTF8.self)
    }

    @Test("a request as it went over the wire")
    func whole() throws {
        let message = try message(
            "POST /hooks HTTP/1.1\r\nHost: a.example\r\nX-Sig:  abc \r\nContent-Length: 7\r\n\r\n{\"a\":1}"
        )
        #expect(message.headers.map(\.name) == ["Host", "X-Sig", "Content-Length"])
        #expect(try message.value(of: "x-sig") == "abc")
        #expect(String(decoding: message.body, as: UTF8.self) == "{\"a\":1}")
    }

    @Test(
        "lines may end as an editor ends them, and the first may be missing",
        arguments: [
            "POST / HTTP/1.1\nA: b\n\n{}\n", "A: b\n\n{}", "A: b\r\n\r\n{}\r\n", "POST / HTTP/2\n\n{}",
            "Content-Length: 2\n\n{}\n\n", "\n{}",
        ]
    )
    func lenient(text: String) throws {
        #expect(try body(text) == "{}")
    }

    @Test("the length says what belongs to the body, line ends included")
    func length() throws {
        #expect(try body("Content-Length: 3\n\n{}\n") == "{}\n")
        #expect(try body("Content-Length: 0\n\n") == "")
        #expect(try body("A: b\n\n\n") == "")
        #expect(try body("A: b\n\nx\r\n\r\n") == "x\r\n")
    }

    @Test(
        "what is no message is refused with what to do",
        arguments: [
            ("", "no captured request"), ("{\"a\":1}", "--body"), ("{\"a\":1}\n", "--body"),
            ("A: b\n{}", "no captured request"), ("A: b\n{}\n\n", "NAME: VALUE"),
            ("Content-Length: 9\n\n{}", "9"), ("Content-Length: 1\n\n{}", "one file holds one message"),
            ("Content-Length: -1\n\n{}", "no number"), ("Content-Length: x\n\n{}", "no number"),
            ("Transfer-Encoding: chunked\n\n2\n{}\n0\n", "transfer-encoding"),
            ("Content-Encoding: gzip\n\n{}", "content-encoding"), ("A b\n\n{}", "NAME: VALUE"),
            (": b\n\n{}", "NAME: VALUE"), ("POST / HTTP/1.1\nPOST / HTTP/1.1\n\n{}", "NAME: VALUE"),
        ]
    )
    func mistakes(text: String, hint: String) {
        let error = #expect(throws: AdapterError.self) { try message(text) }
        #expect(error?.code == .message)
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }

    @Test("more header than anybody sends is refused")
    func limits() throws {
        let fields = { (count: Int) in String(repeating: "A: b\n", count: count) + "\n{}" }
        #expect(try message(fields(AdapterLimits.maxMessageFields)).headers.count == AdapterLimits.maxMessageFields)
        #expect(throws: AdapterError.self) { try message(fields(AdapterLimits.maxMessageFields + 1)) }
        let long = "A: " + String(repeating: "b", count: AdapterLimits.maxMessageHeaderBytes)
        #expect(throws: AdapterError.self) { try message(long + "\n\n{}") }
        #expect(throws: AdapterError.self) {
            try WebhookMessage(captured: [UInt8](repeating: 0x0A, count: AdapterLimits.maxMessageBytes + 1))
        }
    }

    @Test("a body that is no text is no payload, and nothing of a message is ever shown")
    func silent() throws {
        let message = WebhookMessage(headers: [RequestPlan.Field("X", "s3cret")], body: [0xFF, 0xFE])
        #expect(throws: AdapterError.self) { try message.payload() }
        var dumped = ""
        dump(message, to: &dumped)
        #expect(!"\(message) \(dumped)".contains("s3cret"))
    }
}
