// swift-tools-version: 6.2
import PackageDescription

/// Modules in dependency order: each may use only those above it. The build enforces it, since a target sees nothing
/// that it does not name here.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
/// No unsafe construct without the word `unsafe`. Left off only where C is called: the transport.
let memorySafe: [SwiftSetting] = strict + [.strictMemorySafety()]

let package = Package(
    name: "ConsentBridge",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ConsentStrings", targets: ["ConsentStrings"]),
        .library(name: "OptIn", targets: ["OptIn"]),
        .library(name: "ConsentTranslation", targets: ["ConsentTranslation"]),
        .library(name: "ConsentAdapters", targets: ["ConsentAdapters"]),
        .library(name: "ConsentTransport", targets: ["ConsentTransport"]),
        .library(name: "ConsentSync", targets: ["ConsentSync"]),
        .executable(name: "consentbridge", targets: ["consentbridge"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // No traits: its configuration support is not used and costs build time. HummingbirdTesting is not used either,
        // since it brings a second HTTP client and a second TLS library (40 % of a cold build).
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "BoundedJSON", swiftSettings: memorySafe),
        .target(name: "ConsentStrings", dependencies: ["BoundedJSON"], swiftSettings: memorySafe),
        .target(name: "OptIn", dependencies: ["BoundedJSON", "ConsentStrings"], swiftSettings: memorySafe),
        .target(
            name: "ConsentTranslation",
            dependencies: ["BoundedJSON", "ConsentStrings", "OptIn"],
            swiftSettings: memorySafe
        ),
        .target(
            name: "ConsentAdapters",
            dependencies: [
                "BoundedJSON", "ConsentStrings", "OptIn", "ConsentTranslation", "Yams",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: memorySafe
        ),
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CurlMemory"),
        .target(
            name: "ConsentTransport",
            dependencies: [
                "CLibcurl", "CurlMemory", "BoundedJSON", "ConsentAdapters",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ConsentSync",
            dependencies: [
                "BoundedJSON", "ConsentStrings", "OptIn", "ConsentTranslation", "ConsentAdapters", "ConsentTransport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: memorySafe
        ),
        .target(
            name: "ConsentTesting",
            dependencies: [
                "BoundedJSON", "ConsentTranslation", "ConsentAdapters", "ConsentTransport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: memorySafe
        ),
        .executableTarget(
            name: "consentbridge",
            dependencies: [
                "BoundedJSON", "ConsentStrings", "OptIn", "ConsentTranslation", "ConsentAdapters", "ConsentTransport",
                "ConsentSync", "ConsentTesting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: memorySafe
        ),

        .testTarget(name: "BoundedJSONTests", dependencies: ["BoundedJSON"], swiftSettings: strict),
        // Counts what the query path allocates; only tests link it.
        .target(name: "AllocationCounting", path: "Tests/AllocationCounting"),
        // What must hold for every input; the fuzzer's targets share it, see Tests/Fuzzing.
        .target(
            name: "FuzzChecks",
            dependencies: ["BoundedJSON", "ConsentStrings"],
            path: "Tests/FuzzChecks",
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsentStringsTests",
            dependencies: ["AllocationCounting", "BoundedJSON", "ConsentStrings", "FuzzChecks"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OptInTests",
            dependencies: ["BoundedJSON", "ConsentStrings", "OptIn"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsentTranslationTests",
            dependencies: ["BoundedJSON", "ConsentStrings", "ConsentTranslation", "OptIn"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsentAdaptersTests",
            dependencies: ["BoundedJSON", "ConsentAdapters", "ConsentTranslation", "OptIn"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsentTransportTests",
            dependencies: [
                "CLibcurl", "ConsentAdapters", "ConsentTransport", "CurlMemory",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsentSyncTests",
            dependencies: [
                "ConsentAdapters", "ConsentSync", "ConsentTesting", "ConsentTranslation", "ConsentTransport", "OptIn",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsentTestingTests",
            dependencies: [
                "BoundedJSON", "ConsentAdapters", "ConsentTesting", "ConsentTranslation", "ConsentTransport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["ConsentSync", "ConsentTesting", "ConsentTranslation", "OptIn", "consentbridge"],
            swiftSettings: strict
        ),
    ]
)
