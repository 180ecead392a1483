module example.com/verify-lease

go 1.19
