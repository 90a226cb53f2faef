/** File names that a Windows has, in the folders where they are. Words stand for `.dll` unless they say otherwise. */
export const system32Libraries = words(`
  aclui activeds advapi32 amsi apphelp appwiz.cpl atl authui authz avicap32 avrt basesrv bcrypt bcryptprimitives
  bitsperf browcli cabinet certcli certenroll cfgmgr32 clbcatq clusapi combase comctl32 comdlg32 compstui comsvcs
  credssp credui crypt32 cryptbase cryptdll cryptnet cryptsp cryptsvc cryptui cscapi csrsrv d2d1 d3d10 d3d11 d3d9
  davclnt davhlpr dbgeng dbghelp dciman32 ddraw devobj devrtl dhcpcore dhcpcsvc dhcpcsvc6 dnsapi dnsrslvr dot3api
  dsound dsrole dssec duser dwmapi dwmcore dwrite dxgi efsadu efscore els esent eventcls fltlib framedynos fveapi
  fwpuclnt gdi32 gdiplus gpapi gpsvc hal hid hlink hnetcfg httpapi icm32 iedkcs32 iertutil imagehlp imm32 inetcomm
  iphlpapi iphlpsvc kerberos kernel32 kernelbase ksuser ktmw32 linkinfo loadperf localspl lpk lsasrv lz32 mapi32
  mcicda mf mfc42 mfplat midimap mlang mmcndmgr mmdevapi mpr mprapi msacm32 msasn1 mscms mscoree msctf msdtcprx
  msftedit mshtml msi msidle msimg32 mskeyprotect msls31 mspatcha msrating mssprxy mstask msv1_0 msvcp60 msvcrt
  mswsock msxml3 msxml6 ncrypt ncryptprov ncsi nci ndfapi netapi32 netcfgx netlogon netprofm netshell netutils
  newdev nlaapi nlasvc normaliz npmproxy nrpsrv nsi ntdll ntdsapi ntlanman ntmarta ntshrui ntvdm64 objsel occache
  ole32 oleacc oleaut32 olepro32 onex pcwum pdh perfos perfproc pidgenx pku2u pnrpnsp polstore portabledeviceapi
  powrprof printui profapi profsvc propsys provsvc psapi qmgr quartz query rasadhlp rasapi32 raschap rasman
  regapi resutils rgb9rast riched20 rpcepmap rpchttp rpcrt4 rpcss rsaenh rstrtmgr rtutils samcli samlib samsrv
  scecli scesrv schannel schedcli schedsvc seclogon secur32 sens sensapi setupapi sfc sfc_os shacct shell32
  shfolder shlwapi slc slwga snmpapi softpub spinf spoolss spp srclient srvcli srvsvc sspicli sspisrv stobject
  sxs sxsshared syssetup sysmain t2embed tapi32 taskcomp taskschd tbs tcpmon termsrv themeui tquery trkwks tspkg
  twext ubpm uiautomationcore umpnpmgr umpo unattend upnp urlmon user32 userenv usp10 uxinit uxtheme vaultcli
  vdmdbg version vssapi w32time wbemcomn wdi wdigest webclnt webio wecsvc wer wevtapi wevtsvc wiaservc winbrand
  windowscodecs winhttp wininet winmm winnsi winrnr winscard winsrv winspool.drv winsta wintrust wkscli wkssvc
  wldap32 wlanapi wmi wmiclnt wmsgapi wmsvc wow64 wow64cpu wow64win wpc wpdshext ws2_32 wscapi wscsvc wship6
  wshtcpip wsmsvc wsock32 wtsapi32 wuapi wuaueng wudriver wups xmllite xpsservices
`);

export const system32Programs = words(`
  alg at auditpol bcdedit bitsadmin bootcfg calc certreq change charmap chkdsk cipher cleanmgr cliconfg clip cmdkey
  cmstp compmgmtlauncher conhost consent control convert cscript csrss ctfmon defrag dfrgui diskpart diskraid dism
  dispdiag dllhost dnscacheugc doskey driverquery dvdplay dwm dxdiag efsui eventcreate eventvwr expand extrac32 fc
  fixmapi fltmc fontview forfiles fsutil ftp gpresult gpupdate grpconv hdwwiz icacls iexpress iscsicli isoburn klist
  ksetup ktmutil label lodctr logagent logman logoff logonui lsass lsm makecab manage-bde mblctr mcbuilder mmc mobsync
  mountvol mpnotify msconfig msdt msdtc msg mshta msiexec msinfo32 mspaint mstsc mtstocom nbtstat netcfg netsh
  netplwiz nltest notepad ntoskrnl odbcad32 openfiles osk perfmon pkgmgr plasrv pnputil powercfg presentationhost
  print printui proquota psr qprocess query quser rasdial recdisc recover regini registeriepkg regsvr32 rekeywiz relog
  replace resmon rpcping runas rundll32 runonce rwinsta sdbinst sdclt searchindexer secedit services sethc setspn setx
  sfc shadow shrpubw sigverif slui smss snippingtool spoolsv sppsvc subst svchost sxstrace syskey systempropertiesadvanced
  takeown taskeng taskhost taskmgr tcmsetup telnet tpminit tracerpt tracert tscon tsdiscon tskill tstheme typeperf
  tzutil unlodctr userinit utilman vaultcmd vds verclsid verifier vssadmin vssvc w32tm waitfor wbadmin wecutil werfault
  wermgr wextract wfs wiaacmgr wininit winload winlogon winrs winsat winver wisptis wlrmdr wpnpinst write wscript
  wsmprovhost wuapp wuauclt wusa xcopy xwizard
`);

export const drivers = words(`
  acpi afd agilevpn ahcache atapi beep bowser carbonblackk cbstream cdfs cdrom classpnp clfs cng disk dfsc dxgkrnl
  fastfat fltmgr fvevol http i8042prt intelppm kbdclass ksecdd mountmgr mouclass mrxsmb mup ndis netbios netbt npfs
  ntfs null partmgr pci rdbss rdpdr srv srv2 srvnet storport tcpip tdx termdd usbhub usbport vga volmgr volsnap
  wanarp wfplwf ws2ifsl
`);

export const eventLogs = [
  'Application',
  'HardwareEvents',
  'Internet Explorer',
  'Key Management Service',
  'Microsoft-Windows-Bits-Client%4Operational',
  'Microsoft-Windows-GroupPolicy%4Operational',
  'Microsoft-Windows-PowerShell%4Operational',
  'Microsoft-Windows-TaskScheduler%4Operational',
  'Microsoft-Windows-TerminalServices-LocalSessionManager%4Operational',
  'Microsoft-Windows-WMI-Activity%4Operational',
  'Microsoft-Windows-WinRM%4Operational',
  'Security',
  'Setup',
  'System',
  'Windows PowerShell',
] as const;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
