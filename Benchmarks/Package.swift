// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks stand in a package of their own, so that nothing that they need is built with the libraries.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ConsentBridge", path: ".."),
        // No traits: its allocation counter is not used; a test of the library counts allocations.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .target(name: "CodecLimits"),
        .target(name: "MachineTime"),
        .target(name: "PullLimits", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "StoreLimits", linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("crypto")]),
        .target(
            name: "CodecJobs",
            dependencies: ["CodecLimits", .product(name: "ConsentStrings", package: "ConsentBridge")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "Ratios",
            dependencies: [
                "CodecJobs", "MachineTime",
                .product(name: "ConsentAdapters", package: "ConsentBridge"),
                .product(name: "ConsentTranslation", package: "ConsentBridge"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "PullJob",
            dependencies: [
                "MachineTime", "PullLimits", .product(name: "ConsentTransport", package: "ConsentBridge"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "StoreJob",
            dependencies: [
                "MachineTime", "StoreLimits",
                .product(name: "ConsentSync", package: "ConsentBridge"),
                .product(name: "ConsentTranslation", package: "ConsentBridge"),
                .product(name: "OptIn", package: "ConsentBridge"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .executableTarget(
            name: "Codec",
            dependencies: ["CodecJobs", .product(name: "Benchmark", package: "benchmark")],
            path: "Benchmarks/Codec",
            swiftSettings: [.swiftLanguageMode(.v6)],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
)
