import type { FieldCode } from "./field_code.ts";

/** Files, memory, services and accounts of the operating system. */
export const SYSTEM_CODES: readonly FieldCode[] = [
  {
    code: 0x80070002,
    name: "ERROR_FILE_NOT_FOUND",
    text: "a file was not found",
    remedy: "check the name of the file; a licence file comes in with kms /ilc FILE",
  },
  {
    code: 0x80070003,
    name: "ERROR_PATH_NOT_FOUND",
    text: "a folder was not found",
    remedy: "check the path; --state DIR names the state folder",
  },
  {
    code: 0x80070008,
    name: "ERROR_NOT_ENOUGH_MEMORY",
    text: "there is not enough memory",
    remedy: "end programs that take much of it, or give the computer more",
  },
  {
    code: 0x8007000D,
    name: "ERROR_INVALID_DATA",
    text: "data that was read is not valid",
    remedy: "replace the file that it came from; a licence file with kms /ilc FILE",
  },
  {
    code: 0x80070017,
    name: "ERROR_CRC",
    text: "data came back from the disk damaged",
    remedy: "save what can be read, replace the disk, and restore the state folder from a backup",
  },
  {
    code: 0x80070020,
    name: "ERROR_SHARING_VIOLATION",
    text: "another program has the file open",
    remedy: "end that program or let it finish: often a backup, a virus scanner, or another kms",
  },
  {
    code: 0x80070032,
    name: "ERROR_NOT_SUPPORTED",
    text: "the system does not support the request",
    remedy: "update the system or the program, or do without",
  },
  {
    code: 0x80070070,
    name: "ERROR_DISK_FULL",
    text: "the disk is full",
    remedy: "make room; a kms host then goes on by itself",
  },
  {
    code: 0x8007041D,
    name: "ERROR_SERVICE_REQUEST_TIMEOUT",
    text: "the service did not start in time",
    remedy: "start it again, and look into the event log for what holds it up",
  },
  {
    code: 0x80070422,
    name: "ERROR_SERVICE_DISABLED",
    text: "the service is disabled",
    remedy: "set its start type to automatic or manual, and start it",
  },
  {
    code: 0x80070424,
    name: "ERROR_SERVICE_DOES_NOT_EXIST",
    text: "no service of that name is installed",
    remedy: "check the name, or install the service",
  },
  {
    code: 0x80070426,
    name: "ERROR_SERVICE_NOT_ACTIVE",
    text: "the service does not run",
    remedy: "start it; a kms host is started with kms serve",
  },
  {
    code: 0x8007045D,
    name: "ERROR_IO_DEVICE",
    text: "reading from or writing to the disk failed",
    remedy: "check disk and cable; restore the state folder from a backup if it suffered",
  },
  {
    code: 0x80070490,
    name: "ERROR_NOT_FOUND",
    text: "what was looked for is not there; from activation: the product key does not work",
    remedy: "compare the key with the one that you were given, and install it again: kms /ipk KEY",
  },
  {
    code: 0x800704C7,
    name: "ERROR_CANCELLED",
    text: "the user cancelled it",
    remedy: "do it again and let it finish",
  },
  {
    code: 0x80070522,
    name: "ERROR_PRIVILEGE_NOT_HELD",
    text: "the user lacks a privilege that this takes",
    remedy: "run it as an administrator, from an elevated prompt",
  },
  {
    code: 0x8007052E,
    name: "ERROR_LOGON_FAILURE",
    text: "the user name or the password is wrong",
    remedy: "type both again; on a kms host kms admin user shows and sets them",
  },
  {
    code: 0x80070570,
    name: "ERROR_FILE_CORRUPT",
    text: "a file or folder is damaged and cannot be read",
    remedy: "check the disk, and restore the state folder from a backup",
  },
  {
    code: 0x80070775,
    name: "ERROR_ACCOUNT_LOCKED_OUT",
    text: "the account is locked after too many wrong passwords",
    remedy: "wait, or have an administrator unlock it",
  },
  {
    code: 0xC0000022,
    name: "STATUS_ACCESS_DENIED",
    text: "the system denied access",
    remedy: "run it as an administrator; if it goes on, restore the permissions of the program's files",
  },
];
