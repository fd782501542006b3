// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks stand in a package of their own, so that nothing that they need is built with the libraries.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ConsentBridge", path: "..")
    ],
    targets: [
        .target(name: "CodecLimits"),
        .executableTarget(
            name: "Ratios",
            dependencies: ["CodecLimits", .product(name: "ConsentStrings", package: "ConsentBridge")],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
