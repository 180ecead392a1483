package main

import (
	"crypto/sha256"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// thisHardware reads this computer's hardware (SPEC 3.2) as kms does on Linux: 16 bytes, of each component four, or zeros
// where it is absent.
func thisHardware() []byte {
	var board []string
	model := regexp.MustCompile(`(?m)^model name\s*:\s*(.+)$`).FindStringSubmatch(firstValue("/proc/cpuinfo"))
	dmi := "/sys/class/dmi/id/"
	for _, part := range []string{firstValue(dmi + "board_vendor"), firstValue(dmi + "board_name"), append(model, "", "")[1]} {
		if part != "" {
			board = append(board, part)
		}
	}
	hardware := make([]byte, 16)
	for i, component := range [][2]string{
		{"system", firstValue("/etc/machine-id", "/var/lib/dbus/machine-id")},
		{"board", strings.Join(board, " ")},
		{"disk", firstDisk()},
		{"network", networkAddress()},
	} {
		if component[1] != "" {
			hash := sha256.Sum256([]byte(component[0] + "\x00" + component[1]))
			copy(hardware[4*i:], hash[:4])
		}
	}
	return hardware
}

// firstValue gives the trimmed text of the first of small files that has one.
func firstValue(paths ...string) string {
	for _, path := range paths {
		text, _ := readFile(path, 65536)
		if value := strings.TrimSpace(string(text)); value != "" {
			return value
		}
	}
	return ""
}

func firstDisk() string {
	disks, _ := filepath.Glob("/sys/block/*") // sorted
	passedOver := regexp.MustCompile("^(loop|ram|zram|dm-|sr|md)")
	var files []string
	for _, disk := range disks {
		if !passedOver.MatchString(filepath.Base(disk)) {
			files = append(files, disk+"/device/serial", disk+"/device/wwid", disk+"/wwid", disk+"/serial")
		}
	}
	return firstValue(files...)
}

// networkAddress is the lowest hardware address of interfaces with an IP address: of physical ones, where there are such.
func networkAddress() string {
	physical, _ := filepath.Glob("/sys/class/net/*/device")
	interfaces, _ := net.Interfaces()
	lowest := ""
	for _, one := range interfaces {
		addresses, _ := one.Addrs()
		_, err := os.Lstat("/sys/class/net/" + one.Name + "/device")
		address := one.HardwareAddr.String()
		if len(addresses) == 0 || len(physical) > 0 && err != nil || strings.Trim(address, "0:") == "" {
			continue
		}
		if lowest == "" || address < lowest {
			lowest = address
		}
	}
	return lowest
}
