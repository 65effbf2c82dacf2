// { "framework": "Vanilla", "errors": [] }
// Ends with a BigInt whose decimal digits take minutes to compute. The value is not converted.
BigInt(1) << BigInt(900000);
