// { "framework": "Vanilla", "errors": [] }
// The value of the script is a BigInt whose decimal digits take minutes to compute. The runtime
// must not convert the value.
BigInt(1) << BigInt(900000);
