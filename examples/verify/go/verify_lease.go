// Command verify_lease verifies a stored lease offline (SPEC 9.3) with nothing but Go's standard library.
//
//	verify_lease -roots R0,R1,R2 -product ID -group N [-hardware HEX] [-now S] [-seen S] FOLDER
//
// It prints one line and ends with 0 where the lease in FOLDER holds, 1 where it does not, 2 for wrong usage. A product
// copies this file without main, pins a Publisher of its own, and calls Verify. "SPEC" is src/protocol/SPEC.md.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	longestFile    = 4096       // a lease has about 800 bytes
	longestLease   = 180 * 1440 // minutes (SPEC 9, check 6)
	clockTolerance = 4 * 3600   // seconds (SPEC 9.3)

	requestBytes   = 91 // SPEC 3, without the name
	longestName    = 63
	replyBytes     = 232 // SPEC 4
	authorityBytes = 190 // SPEC 6
)

// Publisher is what a product pins: its publisher's three root public keys in their order, and its own ID and group.
type Publisher struct {
	Roots   [3]ed25519.PublicKey
	Product []byte // 16 bytes
	Group   uint   // 0 to 31
}

// Here is this computer: its hardware (16 bytes), its clock, and the highest time that it is known to have had (0 where
// none is kept). Times are seconds since 1970.
type Here struct {
	Hardware  []byte
	Now, Seen int64
}

// Fault is why a lease does not hold: a name of those in SPEC 9 and README.md.
type Fault string

func (fault Fault) Error() string { return string(fault) }

// Verify checks the text of lease.json and says when the lease ends, in seconds since 1970. Its error is a Fault.
func Verify(text []byte, publisher Publisher, here Here) (int64, error) {
	lease, ok := decodeDocument(text)
	if !ok {
		return 0, Fault("document")
	}
	if fault := lease.checkForm(); fault != "" {
		return 0, fault
	}
	if fault := lease.checkSignatures(publisher); fault != "" {
		return 0, fault
	}
	if fault := lease.checkStored(publisher, here); fault != "" {
		return 0, fault
	}
	return lease.ends(), nil
}

// lease is what a client stores of an exchange. After checkForm each part has the length that its section of SPEC says.
type lease struct{ request, reply, authority []byte }

// host is the host certificate, SPEC 5.
func (l lease) host() []byte { return l.reply[36:168] }

// issued is in seconds since 1970. Those within a certificate's dates have 38 bits.
func (l lease) issued() uint64 { return binary.BigEndian.Uint64(l.reply[24:]) }

func (l lease) ends() int64 {
	minutes := number(l.reply[20:])
	if minutes > longestLease {
		minutes = longestLease
	}
	return int64(l.issued() + minutes*60)
}

// checkForm is check 1 of SPEC 9: lengths, types, versions, reserved bits.
func (l lease) checkForm() Fault {
	if len(l.request) < requestBytes || len(l.request) > requestBytes+longestName ||
		len(l.reply) != replyBytes || len(l.authority) != authorityBytes {
		return "length"
	}
	rootA, rootB := l.authority[60], l.authority[125]
	switch {
	case !lengthHolds(l.request), !lengthHolds(l.reply), int(l.request[90]) != len(l.request)-requestBytes:
		return "length"
	case l.request[2] != 0x01, l.reply[2] != 0x02, l.host()[0] != 0x10, l.authority[0] != 0x11:
		return "type"
	case l.request[3] != 1, l.reply[3] != 1, l.host()[1] != 1, l.authority[1] != 1:
		return "version"
	case l.request[4]&0xf0 != 0, l.authority[26] != 0, l.authority[27] != 0:
		return "reserved"
	case l.request[5] > 5, rootA > 2, rootB > 2, rootA == rootB:
		return "range"
	}
	return ""
}

// lengthHolds: SPEC 2.2.
func lengthHolds(frame []byte) bool { return int(binary.BigEndian.Uint16(frame)) == len(frame)-2 }

// checkSignatures is checks 2 to 5 of SPEC 9, with "now" left out.
func (l lease) checkSignatures(publisher Publisher) Fault {
	authority, host, issued := l.authority, l.host(), l.issued()
	authorityKey, hostKey := authority[28:60], host[36:68]
	authorityID, request := sha256.Sum256(authorityKey), sha256.Sum256(l.request)
	from, to := number(host[20:]), number(host[24:])
	rootSigned := func(index byte, signature []byte) bool {
		return verifies("VA1-authority", authority[:60], signature, publisher.Roots[index])
	}
	switch {
	// Check 2: two distinct roots signed the authority certificate.
	case !rootSigned(authority[60], authority[61:125]), !rootSigned(authority[125], authority[126:190]):
		return "rootSignature"
	case isSmallOrder(authorityKey):
		return "smallOrderKey"
	case !bytes.Equal(authorityID[:4], host[2:6]):
		return "anotherAuthority"
	// Check 3: that authority signed the host certificate, within what it may grant.
	case !verifies("VA1-hostcert", host[:68], host[68:132], authorityKey):
		return "authoritySignature"
	case to < from, to-from > number(authority[22:]):
		return "lifeTooLong"
	case number(host[12:])&^number(authority[6:]) != 0:
		return "groupsNotGranted"
	case number(host[16:]) < number(authority[10:]):
		return "epochTooOld"
	case isSmallOrder(hostKey):
		return "smallOrderKey"
	case l.result() == 0 && number(host[12:])>>publisher.Group&1 == 0:
		return "productNotCovered"
	// Check 4: that host signed this reply to this very request.
	case !verifies("VA1-reply", append(request[:], l.reply[:168]...), l.reply[168:232], hostKey):
		return "replySignature"
	// Check 5: issued within the dates of both certificates.
	case issued < from*60, issued > to*60, issued < number(authority[14:])*60, issued > number(authority[18:])*60:
		return "issuedOutsideCertificate"
	}
	return ""
}

func (l lease) result() uint64 { return number(l.reply[4:]) }

// checkStored is what SPEC 9.3 has in the place of "now".
func (l lease) checkStored(publisher Publisher, here Here) Fault {
	latest := int64(l.issued())
	if here.Seen > latest {
		latest = here.Seen
	}
	switch {
	case l.result() != 0:
		return "refusal"
	case number(l.reply[20:]) == 0:
		return "grantsNothing"
	case !bytes.Equal(l.request[50:66], publisher.Product):
		return "otherProduct"
	case !sameComputer(l.request[34:50], here.Hardware):
		return "otherComputer"
	case here.Now < latest-clockTolerance:
		return "clockBack"
	case here.Now >= l.ends():
		return "ended"
	}
	return ""
}

// sameComputer: SPEC 9.4, for two hardwares of 16 bytes.
func sameComputer(a, b []byte) bool {
	equal, present, absent := 0, false, make([]byte, 4)
	for at := 0; at < 16; at += 4 {
		if bytes.Equal(a[at:at+4], b[at:at+4]) {
			equal++
			present = present || !bytes.Equal(a[at:at+4], absent)
		}
	}
	nothing := make([]byte, 32)
	return equal >= 3 && (present || bytes.Equal(append(a[:16:16], b...), nothing))
}

// number reads an unsigned integer of 4 bytes.
func number(at []byte) uint64 { return uint64(binary.BigEndian.Uint32(at)) }

// verifies says whether the signature is the key's over domain and message (SPEC 1); never for a key of small order.
// crypto/ed25519 refuses a second half that is not below the order (SPEC 1.4), and takes keys of small order.
func verifies(domain string, message, signature []byte, key ed25519.PublicKey) bool {
	signed := make([]byte, 16, 16+len(message))
	copy(signed, domain)
	return !isSmallOrder(key) && ed25519.Verify(key, append(signed, message...), signature)
}

// smallOrder has the y, in every encoding, of the points whose order divides 8 (SPEC 1.3).
var smallOrder = map[string]bool{
	"0000000000000000000000000000000000000000000000000000000000000000": true,
	"0100000000000000000000000000000000000000000000000000000000000000": true,
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05": true,
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a": true,
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": true,
}

func isSmallOrder(key []byte) bool {
	y := append([]byte(nil), key...)
	y[31] &= 0x7f // the sign of x
	return smallOrder[hex.EncodeToString(y)]
}

// decodeDocument reads the text of lease.json (SPEC 9.3). encoding/json would take a member's name in capitals too, so
// the members are read as a map, whose keys are exact.
func decodeDocument(text []byte) (lease, bool) {
	var members map[string]json.RawMessage
	if len(text) > longestFile || json.Unmarshal(text, &members) != nil || len(members) != 4 {
		return lease{}, false
	}
	request, reply, authority := members["request"], members["reply"], members["authorityCertificate"]
	var l lease
	ok := string(members["format"]) == "1" && decodeMember(request, &l.request) && decodeMember(reply, &l.reply) &&
		decodeMember(authority, &l.authority)
	return l, ok
}

func decodeMember(raw json.RawMessage, into *[]byte) (ok bool) {
	var text *string
	if json.Unmarshal(raw, &text) != nil || text == nil {
		return false
	}
	*into, ok = decodeBase64URL(*text)
	return ok
}

// decodeBase64URL: SPEC 13. The package passes over line ends, which are refused here.
func decodeBase64URL(text string) ([]byte, bool) {
	decoded, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return decoded, err == nil && !strings.ContainsAny(text, "\r\n")
}

// readFile reads no more than so many bytes.
func readFile(path string, most int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, most))
}

// answer is the line that is printed.
func answer(ends int64, err error) string {
	if err != nil {
		return "not licensed: " + err.Error()
	}
	return "licensed until " + time.Unix(ends, 0).UTC().Format("2006-01-02T15:04:05Z")
}

// batch judges, for tests, a case a line: PRODUCT GROUP HARDWARE NOW SEEN, and the text of lease.json in hexadecimal.
func batch(roots [3]ed25519.PublicKey) {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var product, hardware, text []byte
		var group uint
		var now, seen int64
		fmt.Sscanf(lines.Text(), "%x %d %x %d %d %x", &product, &group, &hardware, &now, &seen, &text)
		fmt.Println(answer(Verify(text, Publisher{roots, product, group}, Here{hardware, now, seen})))
	}
}

func main() {
	rootKeys := flag.String("roots", "", "the publisher's three root keys, as in its licence file, parted by commas")
	productID := flag.String("product", "", "product ID, 32 hexadecimal digits")
	group := flag.Uint("group", 32, "the product's group, 0 to 31")
	hardwareText := flag.String("hardware", "", "of this computer, 32 hexadecimal digits; read on Linux where it is not given")
	now := flag.Int64("now", time.Now().Unix(), "seconds since 1970")
	seen := flag.Int64("seen", 0, "the highest time that was seen before")
	batched := flag.Bool("batch", false, "judge cases from standard input, for tests")
	flag.Parse()

	roots, ok := decodeRoots(*rootKeys)
	if !ok {
		wrongUsage("-roots: three distinct keys in base64url are expected, parted by commas")
	}
	if *batched {
		batch(roots)
		return
	}
	product, err := hex.DecodeString(*productID)
	if err != nil || len(product) != 16 || *group > 31 || flag.NArg() != 1 {
		wrongUsage("-product (32 hexadecimal digits), -group (0 to 31) and FOLDER are needed")
	}
	hardware, err := hex.DecodeString(*hardwareText)
	if *hardwareText == "" {
		hardware = thisHardware()
	}
	if err != nil || len(hardware) != 16 {
		wrongUsage("-hardware: 32 hexadecimal digits are expected; this computer's is read on Linux alone")
	}
	text, err := readFile(filepath.Join(flag.Arg(0), "lease.json"), longestFile+1)
	if err != nil {
		err = Fault("noLease")
	}
	var ends int64
	if err == nil {
		ends, err = Verify(text, Publisher{roots, product, *group}, Here{hardware, *now, *seen})
	}
	fmt.Println(answer(ends, err))
	if err != nil {
		os.Exit(1)
	}
}

func decodeRoots(text string) (roots [3]ed25519.PublicKey, ok bool) {
	texts := strings.Split(text, ",")
	if len(texts) != 3 || texts[0] == texts[1] || texts[0] == texts[2] || texts[1] == texts[2] {
		return roots, false
	}
	for i, text := range texts {
		key, ok := decodeBase64URL(text)
		if !ok || len(key) != 32 || isSmallOrder(key) {
			return roots, false
		}
		roots[i] = key
	}
	return roots, true
}

func wrongUsage(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(2)
}
