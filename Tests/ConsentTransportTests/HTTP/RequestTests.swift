@testable import ConsentTransport
import Testing

@Suite("Requests")
struct RequestTests {
    private func isValid(_ request: HTTPRequest) -> Bool {
        do throws(TransportError) {
            try request.validate()
            return true
        } catch {
            #expect(error.code == .invalidRequest)
            #expect(!error.message.contains("canary"))
            return false
        }
    }

    private func isValid(_ name: String, _ value: String) -> Bool {
        isValid(HTTPRequest(.get, "https://a.b/", headers: HTTPFields([.init(name: name, value: value)])))
    }

    @Test(
        "a header value with a line break or control character is refused",
        arguments: ["a\r\nX: y", "a\n", "a\r", "a\u{0}b", "\u{1}", "a\u{7f}", "canary\r\n"]
    )
    func badValues(_ value: String) {
        #expect(!isValid("X-Test", value))
    }

    @Test("other header values are taken", arguments: ["", "a b", "a\tb", "\u{e4}", "{\"json\": [1]}", "a;b:c"])
    func goodValues(_ value: String) {
        #expect(isValid("X-Test", value))
    }

    @Test("a header name is a token", arguments: ["", "a b", "a:", "a\r\n", "\u{e4}", "a\u{0}", "(x)"])
    func badNames(_ name: String) {
        #expect(!isValid(name, "v"))
    }

    @Test(
        "framing fields are ours",
        arguments: ["Host", "content-length", "Transfer-Encoding", "Connection", "TE", "Expect", "Upgrade"]
    )
    func framing(_ name: String) {
        #expect(!isValid(name, "v"))
    }

    @Test("header fields and bodies are limited, at the limit and one above")
    func limits() {
        let count = Limits.maxRequestHeaderCount
        let fields = (0..<count).map { HTTPFields.Field(name: "x\($0)", value: "") }
        #expect(isValid(HTTPRequest(.get, "", headers: HTTPFields(fields))))
        #expect(!isValid(HTTPRequest(.get, "", headers: HTTPFields(fields + [.init(name: "y", value: "")]))))
        let longest = String(repeating: "v", count: Limits.maxRequestHeaderBytes - 5)
        #expect(isValid("x", longest))
        #expect(!isValid("x", longest + "v"))
        let body = [UInt8](repeating: 0, count: Limits.maxRequestBodyBytes)
        #expect(isValid(HTTPRequest(.post, "", body: body)))
        #expect(!isValid(HTTPRequest(.post, "", body: body + [0])))
        #expect(!isValid(HTTPRequest(.get, "", body: [1])))
    }

    @Test("query items are encoded and put before a fragment")
    func queryItems() {
        let cases = [
            ("https://a.b/", "https://a.b/?k=a%20%26%3D%C3%A4"), ("https://a.b/?", "https://a.b/?k=a%20%26%3D%C3%A4"),
            ("https://a.b/?x=1", "https://a.b/?x=1&k=a%20%26%3D%C3%A4"),
            ("https://a.b/?x=1&", "https://a.b/?x=1&k=a%20%26%3D%C3%A4"),
            ("https://a.b/#f", "https://a.b/?k=a%20%26%3D%C3%A4#f"),
        ]
        for (url, expected) in cases {
            var request = HTTPRequest(.get, url)
            request.addQueryItem("k", "a &=\u{e4}")
            #expect(request.url == expected)
        }
    }

    @Test("fields keep their order, compare names without case and replace on setting")
    func fields() {
        var fields: HTTPFields = ["A": "1", "b": "2", "a": "3"]
        #expect(fields["a"] == "1")
        #expect(fields.values(of: "A") == ["1", "3"])
        fields["A"] = "4"
        #expect(fields.fields.map(\.name) == ["b", "A"])
        fields["B"] = nil
        #expect(fields.fields.map(\.value) == ["4"])
        #expect(fields["missing"] == nil)
    }

    @Test("no way of printing a request or an answer shows its URL, header values or body")
    func printing() {
        let request = HTTPRequest(
            .post,
            "https://a.b/canary?canary",
            headers: ["X-Key": "canary"],
            body: Array("canary".utf8),
            route: "/canary"
        )
        let response = HTTPResponse(status: 200, headers: ["X-Key": "canary"], body: Array("canary".utf8))
        for value in [request, response, request.headers, request.headers.fields] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!("\(value)" + String(reflecting: value) + dumped).contains("canary"))
        }
    }
}
