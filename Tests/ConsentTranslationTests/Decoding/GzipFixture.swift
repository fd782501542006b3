@testable import ConsentTranslation
import Testing

/// Gzip data made by other programs than this one: zlib 1.2.13 through Python's `zlib` module, with the levels and
/// strategies that the names tell, and gzip 1.12. Only the headers with names and more were put together by hand.
struct GzipFixture: Sendable, CustomTestStringConvertible {
    /// What the data was made from.
    enum Plain: Sendable {
        case empty
        case text(String)
        case repeated(String, Int)
        /// The lowest bytes of random numbers.
        case random(seed: UInt64, count: Int)
        /// Random letters out of four, which compress without copies.
        case letters(seed: UInt64, count: Int)
        /// The same 40 random bytes at both ends of 32,000 zeros.
        case far(seed: UInt64)

        var bytes: [UInt8] {
            switch self {
            case .empty:
                return []
            case .text(let text):
                return Array(text.utf8)
            case .repeated(let text, let count):
                return Array(String(repeating: text, count: count).utf8)
            case .random(let seed, let count):
                var random = RepeatableRandom(seed: seed)
                return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            case .letters(let seed, let count):
                var random = RepeatableRandom(seed: seed)
                return (0..<count).map { _ in Array("acgt".utf8)[Int(random.next() % 4)] }
            case .far(let seed):
                let end = Plain.random(seed: seed, count: 40).bytes
                return end + [UInt8](repeating: 0, count: 32_000) + end
            }
        }
    }

    let name: String
    let plain: [UInt8]
    private let base64: String

    private init(_ name: String, _ plain: Plain, base64: String) {
        self.name = name
        self.plain = plain.bytes
        self.base64 = base64
    }

    var testDescription: String { name }

    var bytes: [UInt8] {
        get throws { try Base64Text.bytes(base64, path: name) }
    }

    static let all = [
        GzipFixture(
            "nothing",
            .empty,
            base64: "H4sIAAAAAAAAAwMAAAAAAAAAAAA="
        ),
        GzipFixture(
            "nothing, stored",
            .empty,
            base64: "H4sIAAAAAAAEAwEAAP//AAAAAAAAAAA="
        ),
        GzipFixture(
            "stored, level 0",
            .text("consent"),
            base64: "H4sIAAAAAAAEAwEHAPj/Y29uc2VudBAIEmMHAAAA"
        ),
        GzipFixture(
            "fixed codes, level 1",
            .text("consent"),
            base64: "H4sIAAAAAAAEA0vOzytOzSsBABAIEmMHAAAA"
        ),
        GzipFixture(
            "fixed codes by choice",
            .letters(seed: 2, count: 300),
            base64: "H4sIAAAAAAACA0tPL0lMLkkvAZHJ6UCUmJ4MBEAqPTEZyASJg6VAStKTE4FKSkqA4kA6ESgCBCAGUEVJCUgXWCwZxE0EA5AG"
                + "kEgJyIJ0kD1AXglID1B1ejLY2pL0dIjJQDIdZHgiSBNISSJQA1AO7BaQU4AckCKwKrA1QA0gtwEVJoOckwzSBXIrUA/IK0Bz"
                + "IO5OBFkANADEA2sAqUwHKwIZC5YFmQjWCA4QsFwJ2JEgI0tA7gMA6MojISwBAAA="
        ),
        GzipFixture(
            "copies that overlap, level 9",
            .repeated("{\"analytics\":\"granted\"},", 400),
            base64: "H4sIAAAAAAACA+3IsQmAMBAAwF2+dgK3eYyIIClMmhDcPRs4wV15M7LmM/p9tNjjerP2s8S3Te+9995777333nvvvffee++9"
                + "99577733v78ASNmRyIAlAAA="
        ),
        GzipFixture(
            "dynamic codes, level 1",
            .letters(seed: 2, count: 300),
            base64: "H4sIAAAAAAAEAx2QwREAMQgCa3XyoAH6n+ySuURURL2k95r6vvBdHgeTe0DjS0nJOygtcewR4QhgtFYt9nRN3VkANI2cffBq"
                + "DexI49JqyrwQgBZJOQrIbRZHwXGIsdRmQDS4CDoOWkL1NOrE/iKHQkjS9hpNiOyykFzbDfghE3Al2qGFbvoB6MojISwBAAA="
        ),
        GzipFixture(
            "dynamic codes, level 6",
            .letters(seed: 2, count: 300),
            base64: "H4sIAAAAAAAAAyWQUQ4AIAhCz8r84ALcf/HItUoFpOzo4rCfu+Rr9LCuV+prAfGpkKT1nmqlwaWIBNZqR6oFBCphgJnTLHCK"
                + "9m1s7K/c3YgLEhCV0N68YKUJoKE2pgS8FXjYOVh4LYenVOf7FgMqQDYCSA+E7LoojrgPWS8ziWTw9wDoyiMhLAEAAA=="
        ),
        GzipFixture(
            "literals alone",
            .letters(seed: 2, count: 300),
            base64: "H4sIAAAAAAAEAwXBMQ0AAACDMK2EYwbwn7Vb2ApzOaY6NpyGYW7FZFnTJQWQhJUOCsQCAFmBFa5VEIluFtbGZDFXE1aJtMbY"
                + "UKMR09VAnDMnKWVJbowcrK0YTIytzGm5kTNi4sAxCtvIpZuSyTroyiMhLAEAAA=="
        ),
        GzipFixture(
            "random bytes, stored at level 9",
            .random(seed: 1, count: 100),
            base64: "H4sIAAAAAAACAwFkAJv/wWdeC7mApXWolmH+wIqoO2Px7ghGnM2sn/c1qyeKhLptHBcM9cEYPIYHY7KBOF6Wc3p05fiQj6+v"
                + "zFJSFH+8W2Ks82upu2GHdXMOQ1O+VZ054dfyCbF5blxAqD7CS674gZDyUd2uuT5kAAAA"
        ),
        GzipFixture(
            "a far copy",
            .far(seed: 3),
            base64: "H4sIAAAAAAACA+3dIQ6CUAAAUEjcwHEASc7iSTyAl9BooUpFZ7dxBIqJzeT2ZWPzBga236RbPAAHeO8iL1ZpuGbt4nh4lt9u"
                + "N36mZr15nPvLNNzf2/2tOIV6lS9fCQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMBfnPmk/wDMIcMpUH0AAA=="
        ),
        GzipFixture(
            "runs of one byte",
            .repeated("\0", 65_536),
            base64: "H4sIAAAAAAAEA+3BAQEAAACCoP6vtiHAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                + "AAAAAAAAAAAAAAAAAAAA4ALrjpfXAAABAA=="
        ),
        GzipFixture(
            "three blocks with empty stored ones between",
            .letters(seed: 2, count: 300),
            base64: "H4sIAAAAAAAAAxyLUQ4AAAhBz2o+XMD915O1SCSVm247jGIARUbO/9cisYi0+LBwwASJdq33vFOPFXoAAAD//xyLwQ0AQAjC"
                + "Zm36YAH2z+E9VCIt2BbT3KVUNPG+bUIk3R6wyHFDmLCOAeq0cNCnWO0Eu6EPAAD//yWOwQ0AQAjCZr34cAH2z7X4MGoohGEy"
                + "uvj1sMxZ2OcFzbFCGCS3kLFVTazRTqelJY2M/T7oyiMhLAEAAA=="
        ),
        GzipFixture(
            "a name",
            .text("consent"),
            base64: "H4sICADxU2UAA2V4cG9ydC5qc29uAEvOzytOzSsBABAIEmMHAAAA"
        ),
        GzipFixture(
            "every part of a header",
            .text("consent"),
            base64: "H4sIHwDxU2UAAwYAYWICAHh5bgBtYWRlIGJ5IGhhbmQA4nBLzs8rTs0rAQAQCBJjBwAAAA=="
        ),
        GzipFixture(
            "the gzip program",
            .text("consent"),
            base64: "H4sICEM4CWsAA3guanNvbgBLzs8rTs0rAQAQCBJjBwAAAA=="
        ),
        GzipFixture(
            "two members",
            .text("consent"),
            base64: "H4sIAAAAAAAAA0vOzwMAXJe//QMAAAAfiwgAAAAAAAQDAQQA+/9zZW50qSrEugQAAAA="
        ),
    ]
}
