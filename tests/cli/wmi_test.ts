import assert from "node:assert/strict";
import { productProperties, propertiesOf } from "../../src/cli/printing/wmi.ts";
import { INITIAL_SETTINGS } from "../../src/policy/settings.ts";
import { emptyStatus, sampleClientStatus, sampleHostStatus } from "../support/samples/sample_status.ts";

Deno.test("a host's properties go by the names of the WMI classes", () => {
  const { SoftwareLicensingService: service, SoftwareLicensingProduct: [product, ...more] } = propertiesOf(
    sampleHostStatus({ settings: { ...INITIAL_SETTINGS, lowPriority: true, dnsPublishing: false } }),
    "0123456",
  );
  assert.deepEqual(service, {
    Version: "0.1.0",
    Computer: "kms-1",
    TrustedTime: new Date(sampleHostStatus().time).toISOString(),
    IsKeyManagementServiceMachine: 1,
    KeyManagementServiceCurrentCount: 7,
    KeyManagementServiceListeningPort: 1688,
    KeyManagementServiceDnsPublishing: false,
    KeyManagementServiceLowPriority: true,
    KeyManagementServiceProductKeyID: "1001",
    VLActivationInterval: 120,
    VLRenewalInterval: 10_080,
    KeyManagementServiceTotalRequests: 12,
    KeyManagementServiceFailedRequests: 3,
    KeyManagementServiceUnlicensedRequests: 0,
    KeyManagementServiceLicensedRequests: 5,
    KeyManagementServiceOOBGraceRequests: 7,
    KeyManagementServiceOOTGraceRequests: 0,
    KeyManagementServiceNonGenuineGraceRequests: 0,
    KeyManagementServiceNotificationRequests: 0,
    KnownMachines: 9,
    Multicast: false,
    Running: true,
    Trouble: null,
  });
  assert.deepEqual(more, []);
  assert.deepEqual(product, {
    ID: "00000000-0000-0000-0000-0000000003e9",
    Name: "KMS host of Example Software",
    Description: "volume activation on kms-1",
    ProductKeyChannel: "Volume:Host",
    PartialProductKey: "BCDFG",
    ProductKeyID: "1001",
    LicenseStatus: 1,
    LicenseStatusReason: 0,
    LicenseStatusText: sampleHostStatus().activation.text,
    GracePeriodRemaining: Math.ceil((sampleHostStatus().activation.ends! - sampleHostStatus().time) / 60_000),
    OfflineInstallationId: "0123456",
  });
});

Deno.test("a host that is not activated is unlicensed, with the reason and no time left", () => {
  const { SoftwareLicensingProduct: [product] } = propertiesOf(sampleHostStatus({
    listening: null,
    key: null,
    activation: { activated: false, text: "no key", ends: null, daysLeft: null, sequence: null },
  }));
  assert.deepEqual(
    [
      product!["LicenseStatus"],
      product!["LicenseStatusReason"],
      product!["GracePeriodRemaining"],
      product!["ID"],
    ],
    [0, 0xC004F041, 0, null],
  );
});

Deno.test("a client's properties say who it is, which host it has and how its product stands", () => {
  const status = sampleClientStatus({
    settings: {
      host: "[2001:db8::1]:1700",
      productHost: "kms-2.example:1701",
      dnsServer: null,
      domain: "example.com",
      hostCaching: false,
      multicast: true,
      activationType: 2,
      ephemeral: false,
    },
  });
  const { SoftwareLicensingService: service, SoftwareLicensingProduct: [product] } = propertiesOf(status);
  assert.deepEqual(
    [
      service["ClientMachineID"],
      service["KeyManagementServiceMachine"],
      service["KeyManagementServicePort"],
      service["KeyManagementServiceLookupDomain"],
      service["KeyManagementServiceHostCaching"],
      service["Multicast"],
    ],
    ["01".repeat(16), "[2001:db8::1]", 1700, "example.com", false, true],
  );
  assert.deepEqual(product, {
    ...productProperties(status.product!),
    KeyManagementServiceMachine: "kms-2.example",
    KeyManagementServicePort: 1701,
    DiscoveredKeyManagementServiceMachineName: null,
    DiscoveredKeyManagementServiceMachinePort: null,
    DiscoveredKeyManagementServiceMachineIpAddress: null,
    PartialProductKey: "BCDFG",
    LicenseStatus: 1,
    LicenseStatusReason: 0,
    GracePeriodRemaining: 1440,
    RemainingSkuReArmCount: 3,
    VLActivationTypeEnabled: 2,
    VLActivationInterval: 120,
    VLRenewalInterval: 10_080,
    ActivationEndDate: "2026-07-14T10:00:00.000Z",
    RenewalDate: "2026-01-22T10:00:00.000Z",
  });
});

Deno.test("the host that was found and is remembered is the discovered one; one that is set is not", () => {
  const found = { host: "kms-1.example.com", port: 1700, address: "192.0.2.1", domain: "example.com" };
  const discovered = (origin: "remembered" | "set") => {
    const { SoftwareLicensingService: service, SoftwareLicensingProduct: [product] } = propertiesOf(
      sampleClientStatus({ hostInUse: { ...found, origin } }),
    );
    return [service, product!].map((one) => [
      one["DiscoveredKeyManagementServiceMachineName"],
      one["DiscoveredKeyManagementServiceMachinePort"],
      one["DiscoveredKeyManagementServiceMachineIpAddress"],
    ]);
  };
  const remembered = ["kms-1.example.com", 1700, "192.0.2.1"];
  assert.deepEqual(discovered("remembered"), [remembered, remembered]);
  assert.deepEqual(discovered("set"), [[null, null, null], [null, null, null]]);
});

Deno.test("a port alone that is set is the port of no machine", () => {
  const settings = { ...sampleClientStatus().settings, host: ":1700" };
  const { SoftwareLicensingService: service } = propertiesOf(sampleClientStatus({ settings }));
  assert.equal(service["KeyManagementServiceMachine"], null);
  assert.equal(service["KeyManagementServicePort"], 1700);
});

Deno.test("each licence state has a reason of its own", () => {
  const reasons = [0, 1, 2, 3, 4, 5].map((licenceState) =>
    propertiesOf(sampleClientStatus({ licenceState })).SoftwareLicensingProduct[0]!["LicenseStatusReason"]
  );
  assert.equal(new Set(reasons).size, 6);
  assert(reasons.every((reason) => typeof reason === "number"));
});

Deno.test("a folder without a key has no product", () => {
  const { SoftwareLicensingService: service, SoftwareLicensingProduct: products } = propertiesOf(emptyStatus);
  assert.deepEqual([service["IsKeyManagementServiceMachine"], products], [0, []]);
});
