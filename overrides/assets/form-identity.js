// What proves that a number identifies a person, by the checker's names: the date and the check digits of each kind.
// Names and forms come from the checker, as does what must stand before; a test runs thousands of numbers through both.
"use strict";
window.pcIdentity = (() => {
  const part = (number, from, length = 2) => Number(number.slice(from, from + length));
  const sum = (number, weights) => weights.reduce((total, weight, place) => total + weight * number[place], 0);
  const ends = (number, digit) => number.endsWith(String(digit));

  function isDate(year, month, day) {
    const date = new Date(Date.UTC(year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  }

  function isBirthday(year, month, day) {
    return isDate(year, month, day) && new Date(year, month - 1, day) <= new Date();
  }

  // ISO/IEC 7812-1; letters, where there are any, count from 10.
  function luhn(number) {
    const values = [...number].reverse().map((sign, place) => parseInt(sign, 36) * (place % 2 ? 2 : 1));
    return values.reduce((total, value, place) => total + (place % 2 && value > 9 ? value - 9 : value), 0) % 10 === 0;
  }

  // ISO/IEC 7064, MOD 11,10.
  const mod1110 = (number) => [...number].reduce((check, digit) => (((check || 10) * 2 % 11) + Number(digit)) % 10, 5) === 1;

  const spanish = (number) => ends(number, "TRWAGMYFPDXBNJZSQVHLCKE"[part(number, 0, 8) % 23]);

  // Each gets the number without what separates its parts, and as it is written.
  const PROOFS = {
    // Skatteverket, SKV 704 and 707: in a samordningsnummer, 60 is added to the day. Leap years have the same two digits from 1901 to 2099.
    personnummer(number) {
      const digits = number.slice(-10);
      return isDate(2000 + part(digits, 0), part(digits, 2), part(digits, 4) % 60) && luhn(digits);
    },
    // cpr.dk: the seventh digit tells the century; check digits were given up in 2007.
    "CPR-nummer"(number) {
      const [year, seventh] = [part(number, 4), part(number, 6, 1)];
      const in1800s = seventh >= 5 && seventh <= 8 && year >= 58;
      const in1900s = seventh <= 3 || ((seventh === 4 || seventh === 9) && year >= 37);
      return isBirthday((in1800s ? 1800 : in1900s ? 1900 : 2000) + year, part(number, 2), part(number, 0));
    },
    // Digital and Population Data Services Agency of Finland; 900 and more are for tests.
    henkilötunnus(_, number) {
      const [sign, own] = [number[6], part(number, 7, 3)];
      const century = sign === "+" ? 1800 : "-UVWXY".includes(sign) ? 1900 : 2000;
      const check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[Number(number.slice(0, 6) + number.slice(7, 10)) % 31];
      return own > 1 && own < 900 && isDate(century + part(number, 4), part(number, 2), part(number, 0)) && ends(number, check);
    },
    // Skatteetaten: in a D-number 40 is added to the day, in an H-number to the month.
    fødselsnummer(number) {
      const [year, own, less] = [part(number, 4), part(number, 6, 3), (value) => (value > 40 ? value - 40 : value)];
      const century = own < 500 ? 1900 : own < 750 && year >= 54 ? 1800 : year < 40 ? 2000 : own >= 900 ? 1900 : NaN;
      const checks = sum(number, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 && sum(number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
      return checks && part(number, 0) < 80 && isBirthday(century + year, less(part(number, 2)), less(part(number, 0)));
    },
    // Registers Iceland; for organisations, 40 is added to the day.
    kennitala(number) {
      const [day, century] = [part(number, 0), { 9: 1900, 0: 2000 }[number[9]]];
      return isDate(century + part(number, 4), part(number, 2), day < 40 ? day : day - 40) && sum(number, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
    },
    // Estonia (EVS 585) and Lithuania: the first digit tells the century.
    "isikukood, asmens kodas"(number) {
      const century = 1700 + 100 * Math.ceil(part(number, 0, 1) / 2);
      let check = sum(number, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
      if (check === 10) check = sum(number, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
      return /^[1-8]/.test(number) && isDate(century + part(number, 1), part(number, 3), part(number, 5)) && ends(number, check % 10);
    },
    // Latvia: since 2017, a number starts with 32 and holds no date.
    "personas kods"(number) {
      const date = number.startsWith("32") || isDate(1800 + 100 * number[6] + part(number, 4), part(number, 2), part(number, 0));
      return date && ends(number, (1 + sum(number, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10);
    },
    // Poland: the month tells the century.
    PESEL(number) {
      const [century, month] = [[1900, 2000, 2100, 2200, 1800][Math.floor(part(number, 2) / 20)], part(number, 2) % 20];
      return isDate(century + part(number, 0), month, part(number, 4)) && sum(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
    },
    // VKVV § 2 and § 4: area, birthday, letter, serial number, check digit.
    Versicherungsnummer(number) {
      const digits = number.slice(0, 8) + String(parseInt(number[8], 36) - 9).padStart(2, "0") + number.slice(9, 11);
      const products = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].map((weight, place) => weight * digits[place]);
      const [day, month] = [part(number, 2), part(number, 4)];
      return day >= 1 && day <= 31 && month >= 1 && month <= 12 && ends(number, products.reduce((total, one) => total + Math.floor(one / 10) + (one % 10), 0) % 10);
    },
    // § 139b AO: of the first ten digits, one stands there twice or three times.
    "Steuer-ID"(number) {
      const ten = [...number.slice(0, 10)];
      const often = new Set(ten.filter((digit) => ten.indexOf(digit) !== ten.lastIndexOf(digit)));
      return number[0] !== "0" && often.size === 1 && new Set(ten).size >= 8 && mod1110(number);
    },
    // Austria: the fourth digit is the check digit.
    Sozialversicherungsnummer: (number) => number[0] !== "0" && sum(number, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(number[3]),
    // Switzerland: EAN-13.
    "AHV-Nummer": (number) => sum(number, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    // Belgium: from 2000 on, a 2 is put before the number; unknown months and days are 0.
    rijksregisternummer(number) {
      const checks = (digits) => 97 - Number(digits) % 97 === part(number, 9);
      const young = 2000 + part(number, 0) <= new Date().getFullYear();
      return part(number, 2) <= 12 && (checks(number.slice(0, 9)) || (young && checks(`2${number.slice(0, 9)}`)));
    },
    // Netherlands: the test of eleven.
    BSN: (number) => Number(number) > 0 && sum(number, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    // INSEE: Corsica's 2A and 2B count as 19 and 18.
    NIR(number) {
      const digits = number.slice(0, 13).replace(/(?<=^.{5})2A/, "19").replace(/(?<=^.{5})2B/, "18");
      return /^[0-9]+$/.test(digits) && 97 - Number(digits) % 97 === part(number, 13);
    },
    // Italy, decree of 23 December 1976: signs at odd places have values of their own.
    "codice fiscale"(number) {
      const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
      const values = [...number].map((sign) => parseInt(sign, 36) - (sign > "9" ? 10 : 0));
      const check = values.slice(0, 15).reduce((total, value, place) => total + (place % 2 ? value : ODD[value]), 0) % 26;
      const year = (part(number, 6) < 20 ? 2000 : 1900) + part(number, 6);
      return check === values[15] && isDate(year, "ABCDEHLMPRST".indexOf(number[8]) + 1, part(number, 9) % 40);
    },
    // Spain, Ministry of the Interior; X, Y and Z count as 0, 1 and 2.
    DNI: spanish,
    NIE: (number) => spanish("XYZ".indexOf(number[0]) + number.slice(1)),
    // Portugal: like Luhn's check, with letters.
    "cartão de cidadão": luhn,
    // Ireland: the second letter counts if it is A, B or H.
    "PPS number"(number) {
      const second = /[ABH]$/.test(number.slice(8)) ? parseInt(number[8], 36) - 9 : 0;
      return number[7] === "WABCDEFGHIJKLMNOPQRSTUV"[(sum(number, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23];
    },
    // HMRC, NIM39110: no check digit, but some prefixes are never given.
    "National Insurance number": (number) => !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].includes(number.slice(0, 2)),
    // NHS Data Dictionary.
    "NHS number": (number) => sum(number, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    // Czechia and Slovakia: nine digits until 1953; to the month, 50 is added for women, 20 where a day's numbers ran out.
    "rodné číslo"(number) {
      const [year, month, isOld] = [part(number, 0), part(number, 2) % 50 % 20, number.length === 9];
      const century = isOld ? (year >= 80 ? 1800 : 1900) : year < 54 ? 2000 : 1900;
      const inTime = isOld ? year <= 53 || year >= 80 : ends(number, part(number, 0, 9) % 11 % 10);
      return inTime && isDate(century + year, month, part(number, 4));
    },
    // Romania: the first digit tells the century, the eighth and the ninth the county.
    CNP(number) {
      const [century, county] = [{ 3: 1800, 4: 1800, 5: 2000, 6: 2000 }[number[0]] || 1900, part(number, 7)];
      const exists = (county >= 1 && county <= 48) || [51, 52, 70, 80, 81, 82, 83].includes(county);
      const check = sum(number, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return exists && isDate(century + part(number, 1), part(number, 3), part(number, 5)) && ends(number, check === 10 ? 1 : check);
    },
    // Bulgaria: to the month, 20 is added before 1900, and 40 from 2000 on.
    ЕГН(number) {
      const month = part(number, 2);
      const [century, less] = month > 40 ? [2000, 40] : month > 20 ? [1800, 20] : [1900, 0];
      return isDate(century + part(number, 0), month - less, part(number, 4)) && ends(number, sum(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10);
    },
    // Slovenia and other countries of former Yugoslavia: the year without its thousands.
    EMŠO(number) {
      const year = part(number, 4, 3);
      const check = (11 - sum(number, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
      return isDate((year < 800 ? 2000 : 1000) + year, part(number, 2), part(number, 0)) && ends(number, check);
    },
    // Greece: the century is not told.
    ΑΜΚΑ: (number) => [1900, 2000].some((century) => isDate(century + part(number, 4), part(number, 2), part(number, 0))) && luhn(number),
  };

  const proven = (name, written) => PROOFS[name](written.replace(/[ ./+-]/g, ""), written);

  // Each place of a text that is such a number, with the number's name; of several kinds that fit, the first.
  function* numbersIn(text, { numbers, shortlyBefore }) {
    const taken = new Set();
    for (const [name, form, after] of numbers) {
      for (const { 0: found, index } of text.matchAll(new RegExp(...form))) {
        const before = [...text.slice(0, index)].slice(-shortlyBefore).join("").toLowerCase();
        if (taken.has(index) || (after && !new RegExp(after).test(before)) || !proven(name, found)) continue;
        taken.add(index);
        yield [found, name];
      }
    }
  }

  return { kinds: Object.keys(PROOFS), proven, numbersIn };
})();
